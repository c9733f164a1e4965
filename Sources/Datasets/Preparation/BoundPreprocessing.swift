internal import Diagnostics
public import LinearAlgebra

/// Preprocessing bound to the columns of a table, without look-ups by name for each row.
public struct BoundPreprocessing<Scalar: BLASScalar>: Sendable {
  public let inputCount: Int
  private let sources: [Source]
  private let clip: Scalar?
  private let scratch: ScratchFile?

  /// Cells of a column and the index of its first input.
  private struct Source: Sendable {
    let name: String
    let firstInput: Int
    let cells: Cells
    let hasIndicator: Bool
    let isUnknownAllowed: Bool
    let isMissingAllowed: Bool
  }

  private enum Cells: Sendable {
    /// The input for each of the 256 bytes.
    case bytes(ElementStorage<UInt8>, table: [Scalar])
    case numbers(ElementStorage<Double>, fill: Double, center: Double, scale: Double)
    /// `position[code + 1]` is the index of the level, -1 if unknown; the first is for missing cells.
    case oneHot(ElementStorage<Int32>, position: [Int32], levels: [String])
    case ordinal(
      ElementStorage<Int32>, position: [Int32], levels: [String], center: Double, scale: Double)
  }

  /// **Errors** `DatasetError` when a column is missing or of another kind than in training.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public init(_ fitted: FittedPreprocessing, to table: Table) throws {
    inputCount = fitted.inputCount
    scratch = table.scratch
    clip = fitted.request.clip.map { Scalar($0) }
    let unknown = fitted.request.unknownCategory
    var sources: [Source] = []
    var problems = ProblemList()
    var firstInput = 0
    for step in fitted.steps {
      if let cells = Self.cells(step, in: table, problems: &problems) {
        let (hasIndicator, isMissingAllowed) =
          switch step {
          case .number(let step): (step.hasIndicator, step.fill != nil)
          case .category(let step):
            (step.hasIndicator, step.missingIndex != nil || unknown == .ignore)
          }
        sources.append(
          Source(
            name: step.column, firstInput: firstInput, cells: cells, hasIndicator: hasIndicator,
            isUnknownAllowed: unknown == .ignore,
            isMissingAllowed: isMissingAllowed))
      }
      firstInput += step.inputCount
    }
    try problems.throwIfAny()
    self.sources = sources
  }

  /// The inputs of the rows with the given ids.
  ///
  /// **Shapes** result [rows, `inputCount`]
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func inputs(of rowIDs: [Int]) throws -> DenseMatrix<Scalar> {
    var problems = ProblemList()
    var storage = ElementStorage<Scalar>(
      repeating: 0, count: rowIDs.count * inputCount, in: scratch)
    storage.withUnsafeMutableBufferPointer { target in
      rowIDs.withUnsafeBufferPointer { rows in
        for start in stride(from: 0, to: rows.count, by: Self.blockRowCount) {
          let block = start..<min(start + Self.blockRowCount, rows.count)
          for source in sources { fill(target, rows, block, from: source, problems: &problems) }
        }
        if let clip { for i in target.indices { target[i] = min(max(target[i], -clip), clip) } }
      }
    }
    try problems.throwIfAny()
    return DenseMatrix(rowCount: rowIDs.count, columnCount: inputCount, storage: storage)
  }

  /// The inputs of one row into an array of `inputCount` numbers.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func inputs(of rowID: Int, into inputs: inout [Scalar]) throws {
    guard inputs.count == inputCount else {
      fatalError("inputs of a row: expected shape [\(inputCount)], found [\(inputs.count)]")
    }
    var problems = ProblemList()
    inputs.withUnsafeMutableBufferPointer { target in
      target.update(repeating: 0)
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 1) { rows in
        rows.initialize(repeating: rowID)
        for source in sources {
          fill(target, UnsafeBufferPointer(rows), 0..<1, from: source, problems: &problems)
        }
      }
      if let clip { for i in target.indices { target[i] = min(max(target[i], -clip), clip) } }
    }
    try problems.throwIfAny()
  }

  /// Number of rows in a block: their inputs for neighbouring columns share cache lines.
  private static var blockRowCount: Int { 256 }

  private static func cells(
    _ step: FittedPreprocessing.Step, in table: Table, problems: inout ProblemList
  ) -> Cells? {
    guard let column = table[step.column] else {
      problems.addToData(
        Diagnostic(
          id: "preprocessing-column", "the data must have the column \"\(step.column)\"; got none",
          hint: Suggestion.hint(for: step.column, among: table.columns.map(\.name))))
      return nil
    }
    switch step {
    case .number(let step):
      switch column.values {
      case .bytes(let bytes):
        let table = (0..<256).map { Scalar((Double($0) - step.center) / step.scale) }
        return .bytes(bytes, table: table)
      case .numbers(let numbers):
        return .numbers(
          numbers, fill: step.fill ?? .nan, center: step.center, scale: step.scale)
      case .categories(let codes, let levels):
        if column.values.isAllMissing {
          return .numbers(
            ElementStorage(repeating: .nan, count: codes.count), fill: step.fill ?? .nan,
            center: step.center, scale: step.scale)
        }
        let text = levels.first ?? ""
        problems.addToData(
          Diagnostic(
            id: "preprocessing-kind",
            "column \"\(step.column)\" must hold numbers, as in training; got \"\(text)\""))
        return nil
      }
    case .category(let step):
      guard case .categories(let codes, let levels) = column.asCategories().values else {
        return nil
      }
      var indexOfLevel: [String: Int32] = [:]
      for (i, level) in step.levels.enumerated() where i != step.indexOfMissingLevel {
        indexOfLevel[level] = Int32(i)
      }
      let position = [Int32(step.missingIndex ?? -1)] + levels.map { indexOfLevel[$0] ?? -1 }
      return step.isOneHot
        ? .oneHot(codes, position: position, levels: levels)
        : .ordinal(
          codes, position: position, levels: levels, center: step.center, scale: step.scale)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func fill(
    _ target: UnsafeMutableBufferPointer<Scalar>, _ rows: UnsafeBufferPointer<Int>,
    _ block: Range<Int>, from source: Source, problems: inout ProblemList
  ) {
    let stride = inputCount
    let first = source.firstInput
    switch source.cells {
    case .bytes(let bytes, let table):
      bytes.withUnsafeBufferPointer { bytes in
        table.withUnsafeBufferPointer { table in
          for i in block { target[i * stride + first] = table[Int(bytes[rows[i]])] }
        }
      }
    case .numbers(let numbers, let fill, let center, let scale):
      var missingRow: Int?
      numbers.withUnsafeBufferPointer { numbers in
        for i in block {
          var value = numbers[rows[i]]
          if value.isNaN {
            if source.hasIndicator { target[i * stride + first + 1] = 1 }
            if missingRow == nil { missingRow = rows[i] }
            value = fill
          }
          target[i * stride + first] = Scalar((value - center) / scale)
        }
      }
      if let missingRow, !source.isMissingAllowed {
        noteMissing(missingRow, source, problems: &problems)
      }
    case .oneHot(let codes, let position, let levels):
      codes.withUnsafeBufferPointer { codes in
        for i in block {
          let code = codes[rows[i]]
          let index = Int(position[Int(code) + 1])
          if index >= 0 { target[i * stride + first + index] = 1 }
          if code < 0 || index < 0 {
            let level = code < 0 ? nil : levels[Int(code)]
            noteOdd(level, row: rows[i], source, problems: &problems)
            if code < 0, source.hasIndicator {
              target[i * stride + first + widthOfCategory(source)] = 1
            }
          }
        }
      }
    case .ordinal(let codes, let position, let levels, let center, let scale):
      codes.withUnsafeBufferPointer { codes in
        for i in block {
          let code = codes[rows[i]]
          let index = position[Int(code) + 1]
          target[i * stride + first] = Scalar((Double(index) - center) / scale)
          if code < 0 || index < 0 {
            let level = code < 0 ? nil : levels[Int(code)]
            noteOdd(level, row: rows[i], source, problems: &problems)
            if code < 0, source.hasIndicator { target[i * stride + first + 1] = 1 }
          }
        }
      }
    }
  }

  /// Number of inputs of the levels, without the indicator.
  private func widthOfCategory(_ source: Source) -> Int {
    let next = sources.first { $0.firstInput > source.firstInput }?.firstInput ?? inputCount
    return next - source.firstInput - (source.hasIndicator ? 1 : 0)
  }

  /// A missing cell, or one whose level does not occur in the training rows.
  private func noteOdd(
    _ level: String?, row: Int, _ source: Source, problems: inout ProblemList
  ) {
    if let level {
      guard !source.isUnknownAllowed else { return }
      addOnce(
        Diagnostic(
          id: "preprocessing-unknown-category",
          "column \"\(source.name)\" must hold a level of the training rows; got \"\(level)\" in row "
            + "\(row + 1)"), for: source, problems: &problems)
    } else if !source.isMissingAllowed {
      noteMissing(row, source, problems: &problems)
    }
  }

  private func noteMissing(_ row: Int, _ source: Source, problems: inout ProblemList) {
    addOnce(
      Diagnostic(
        id: "preprocessing-missing",
        "column \"\(source.name)\" must have a value in every row; got none in row \(row + 1)"),
      for: source, problems: &problems)
  }

  /// The first row of a column is enough.
  private func addOnce(
    _ diagnostic: Diagnostic, for source: Source, problems: inout ProblemList
  ) {
    let start = "column \"\(source.name)\" must"
    let isKnown = problems.data.contains {
      $0.id == diagnostic.id && $0.message.hasPrefix(start)
    }
    if !isKnown { problems.addToData(diagnostic) }
  }
}
