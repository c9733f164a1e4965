internal import Diagnostics
internal import LinearAlgebra
internal import Schema
import Text

/// The target with its task and classes.
struct TargetColumn {
  let column: Column
  let task: PredictionTask
  /// By class index, which is also the code in `column`; empty for regression.
  let classNames: [String]
  let spelling: LabelSpelling?

  /// Largest number of distinct whole numbers that are inferred to be classes.
  static let greatestInferredClassCount = 20

  /// nil if the target cannot be used; `problems` then says why.
  init?(
    named name: String, in table: JoinedTable, request: DataRequest,
    problems: inout ProblemList
  ) {
    guard let source = table[name] else { return nil }
    guard Self.requireValues(source, in: table, problems: &problems) else { return nil }
    var labels = Labels(source.values)
    labels?.apply(request.labelMap)
    let unusedKeys = labels?.unusedMapKeys(request.labelMap) ?? request.labelMap.keys.sorted()
    for unused in unusedKeys {
      problems.warn(
        request.marks.diagnostic(
          .warning, at: ["label_map.\(unused)", "label_map"], id: "data-label-map",
          "data.label_map must name labels of \"\(name)\"; got \"\(unused)\""))
    }
    if let text = labels {
      let spelling = LabelSpelling(codes: text.codes, levels: text.levels, files: table.files)
      labels?.translate(spelling.translation)
      self.spelling = spelling
    } else {
      spelling = nil
    }
    let numbers = labels.map(\.numbers) ?? source.values.numberElements.array
    task = request.task ?? Self.inferredTask(numbers: numbers, labels: labels)
    if task == .regression {
      guard let numbers else {
        Self.noteTextTarget(source, in: table, request: request, problems: &problems)
        return nil
      }
      guard Self.checkPositive(of: nil, task: task, name: name, request, problems: &problems)
      else { return nil }
      column = Column(name: name, values: .numbers(numbers))
      classNames = []
      return
    }
    let classes = Classes(numbers: numbers, labels: labels, positive: request.positive)
    guard Self.check(classes, task: task, name: name, request: request, problems: &problems)
    else { return nil }
    classNames = classes.names
    column = Column(name: name, values: .categories(codes: classes.codes, levels: classes.names))
  }

  /// Classes for text and for few whole numbers 0…k or 1…k (or -1 and 1); else regression.
  private static func inferredTask(numbers: [Double]?, labels: Labels?) -> PredictionTask {
    guard let numbers else { return (labels?.distinctCount ?? 0) > 2 ? .multiclass : .binary }
    var distinct: Set<Double> = []
    for number in numbers {
      distinct.insert(number)
      if distinct.count > greatestInferredClassCount { return .regression }
    }
    guard let least = distinct.min(), let greatest = distinct.max() else { return .regression }
    if distinct == [-1, 1] { return .binary }
    let isRange =
      (least == 0 || least == 1) && greatest - least == Double(distinct.count - 1)
      && distinct.allSatisfy { $0 == $0.rounded() }
    guard isRange else { return .regression }
    return distinct.count > 2 ? .multiclass : .binary
  }

  private static func requireValues(
    _ column: Column, in table: JoinedTable, problems: inout ProblemList
  ) -> Bool {
    let missing = (0..<table.rowCount).lazy.filter { column.values.isMissing(at: $0) }
    let count = missing.count
    if count > 0 {
      let places = missing.prefix(5).map { table.place(of: $0) }.joined(separator: ", ")
      problems.addToData(
        Diagnostic(
          id: "data-target-missing",
          "the target \"\(column.name)\" must have a value in every row; got none in \(count) of "
            + "\(table.rowCount) rows: \(places)\(count > 5 ? ", …" : "")"))
      return false
    }
    guard case .numbers(let numbers) = column.values,
      let row = numbers.firstIndex(where: \.isInfinite)
    else { return true }
    problems.addToData(
      Diagnostic(
        id: "data-target-infinite",
        "the target \"\(column.name)\" must be finite; got \(numbers[row])",
        at: table.location(of: row)))
    return false
  }

  private static func noteTextTarget(
    _ column: Column, in table: JoinedTable, request: DataRequest, problems: inout ProblemList
  ) {
    let found = table.firstText(in: column)
    let place = found.map { "\"\($0.text)\" at \(table.place(of: $0.row))" } ?? "text"
    problems.addToSpec(
      request.marks.diagnostic(
        at: ["task"], id: "data-task",
        "data.task: regression needs a target of numbers; got \(place) in \"\(column.name)\""))
  }

  private static func check(
    _ classes: Classes, task: PredictionTask, name: String, request: DataRequest,
    problems: inout ProblemList
  ) -> Bool {
    let names = classes.names
    if task == .binary, names.count > 2 {
      problems.addToSpec(
        request.marks.diagnostic(
          at: ["task", "target"], id: "data-task",
          "data.task: binary needs a target with two classes; got \(names.count) in \"\(name)\": "
            + NameList.text(names)))
      return false
    }
    return checkPositive(of: names, task: task, name: name, request, problems: &problems)
  }

  /// - Parameter classNames: nil for a target of numbers.
  private static func checkPositive(
    of classNames: [String]?, task: PredictionTask, name: String, _ request: DataRequest,
    problems: inout ProblemList
  ) -> Bool {
    guard let positive = request.positive else { return true }
    let names = classNames ?? []
    if task == .binary, names.contains(positive) { return true }
    let found = classNames.map { "\($0.count) in" } ?? "\"\(positive)\" for the number"
    problems.addToSpec(
      task == .binary
        ? request.marks.diagnostic(
          at: ["positive"], id: "data-positive",
          "data.positive must be a class of \"\(name)\"; got \"\(positive)\"",
          hint: Suggestion.hint(for: positive, among: names)
            ?? "classes: " + names.prefix(12).joined(separator: ", "))
        : request.marks.diagnostic(
          at: ["positive"], id: "data-positive",
          "data.positive needs a target with two classes; got \(found) \"\(name)\""))
    return false
  }
}

/// A target written as text.
private struct Labels {
  private(set) var codes: [Int32]
  private(set) var levels: [String]
  private let original: [String]

  /// nil for a target of numbers.
  init?(_ values: Column.Values) {
    guard case .categories(let codes, let levels) = values else { return nil }
    (self.codes, self.levels, original) = (codes.array, levels, levels)
  }

  var distinctCount: Int { levels.count }

  /// The labels as numbers, when every one of them is a number.
  var numbers: [Double]? {
    let scanner = DecimalScanner()
    let values = levels.compactMap { scanner.value(of: Array($0.utf8)) }
    guard values.count == levels.count, values.allSatisfy(\.isFinite) else { return nil }
    return codes.map { values[Int($0)] }
  }

  mutating func apply(_ map: [String: String]) {
    renumber(levels.map { map[$0] ?? $0 })
  }

  func unusedMapKeys(_ map: [String: String]) -> [String] {
    map.keys.filter { !original.contains($0) }.sorted()
  }

  mutating func translate(_ translation: [Int]) {
    renumber(translation.map { levels[$0] })
  }

  private mutating func renumber(_ names: [String]) {
    var codeOfName: [String: Int32] = [:]
    var kept: [String] = []
    let newCodes = names.map { name -> Int32 in
      if let code = codeOfName[name] { return code }
      let code = Int32(kept.count)
      codeOfName[name] = code
      kept.append(name)
      return code
    }
    codes = codes.map { newCodes[Int($0)] }
    levels = kept
  }
}

/// Sorted classes of a target: numbers by size, text by its characters, the positive class last.
private struct Classes {
  private(set) var names: [String]
  private(set) var codes: [Int32]

  init(numbers: [Double]?, labels: Labels?, positive: String?) {
    if let numbers {
      let distinct = Set(numbers).sorted()
      names = distinct.map(NumberFormat.typed)
      var codeOfNumber: [Double: Int32] = [:]
      for (i, number) in distinct.enumerated() { codeOfNumber[number] = Int32(i) }
      codes = numbers.map { codeOfNumber[$0] ?? -1 }
    } else {
      let levels = labels?.levels ?? []
      let order = levels.indices.sorted { levels[$0] < levels[$1] }
      var codeOfLevel = [Int32](repeating: 0, count: levels.count)
      for (i, level) in order.enumerated() { codeOfLevel[level] = Int32(i) }
      names = order.map { levels[$0] }
      codes = (labels?.codes ?? []).map { codeOfLevel[Int($0)] }
    }
    if names.count == 2, names[0] == positive {
      names.swapAt(0, 1)
      codes = codes.map { 1 - $0 }
    }
  }
}
