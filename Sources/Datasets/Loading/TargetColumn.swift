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
  /// Rows without a target, which are left out.
  let rowsWithoutTarget: [Int]

  /// nil if the target cannot be used; `problems` then says why.
  init?(
    named name: String, in table: JoinedTable, request: DataRequest,
    problems: inout ProblemList
  ) {
    guard let source = table[name],
      let rows = Self.rowsWithoutTarget(source, in: table, request: request, problems: &problems),
      Self.requireFinite(source, in: table, problems: &problems)
    else { return nil }
    rowsWithoutTarget = rows
    let isInferred = !request.textColumns.contains(name) && request.task == nil
    if isInferred, let numeric = NearlyNumeric(source, style: table.style) {
      problems.addToData(numeric.targetError(in: table, request: request))
      return nil
    }
    var labels = Labels(source.values)
    for unused in labels?.apply(request.labelMap) ?? request.labelMap.keys.sorted() {
      problems.warn(
        request.marks.diagnostic(
          .warning, at: ["label_map.\(unused)", "label_map"], id: "data-label-map",
          "data.label_map must name labels of \"\(name)\"; got \"\(unused)\""))
    }
    let spelling = labels.map {
      LabelSpelling(codes: $0.codes, levels: $0.levels, files: table.files)
    }
    if let spelling { labels?.translate(spelling.translation) }
    let numberOfLevel = labels?.numbers(style: table.style)
    task = request.task ?? Self.inferredTask(source.values, labels, numberOfLevel)
    if task == .regression {
      guard let numbers = Self.numbers(source.values, labels, numberOfLevel) else {
        Self.noteTextTarget(source, in: table, request: request, problems: &problems)
        return nil
      }
      guard Self.checkPositive(of: nil, task: task, name: name, request, problems: &problems)
      else { return nil }
      column = Column(name: name, values: .numbers(numbers))
      classNames = []
      // Spellings of a quantity are equal anyway.
      self.spelling = nil
      return
    }
    self.spelling = spelling
    let classes: Classes =
      if let labels {
        Classes(labels, numbers: numberOfLevel, positive: request.positive)
      } else {
        Classes(source.values.numberElements.array, positive: request.positive)
      }
    guard Self.check(classes, task: task, name: name, request: request, problems: &problems)
    else { return nil }
    classNames = classes.names
    column = Column(name: name, values: .categories(codes: classes.codes, levels: classes.names))
  }

  /// Classes for text and for few whole numbers; else regression.
  private static func inferredTask(
    _ values: Column.Values, _ labels: Labels?, _ numberOfLevel: [Double]?
  ) -> PredictionTask {
    if let labels {
      if let numberOfLevel, !ClassInference.areClasses(numberOfLevel) { return .regression }
      return labels.levels.count > 2 ? .multiclass : .binary
    }
    let numbers = values.numberElements
    guard ClassInference.areClasses(numbers) else { return .regression }
    return Set(numbers.lazy.filter { !$0.isNaN }).count > 2 ? .multiclass : .binary
  }

  /// The target of each row as a number, NaN for none; nil if a text is none.
  private static func numbers(
    _ values: Column.Values, _ labels: Labels?, _ numberOfLevel: [Double]?
  ) -> [Double]? {
    guard let labels else { return values.numberElements.array }
    guard let numberOfLevel else { return nil }
    return labels.codes.map { $0 < 0 ? .nan : numberOfLevel[Int($0)] }
  }

  /// nil if a target is missing and must not be.
  private static func rowsWithoutTarget(
    _ column: Column, in table: JoinedTable, request: DataRequest, problems: inout ProblemList
  ) -> [Int]? {
    let missing = (0..<table.rowCount).filter { column.values.isMissing(at: $0) }
    let count = missing.count
    guard count > 0 else { return [] }
    let places = missing.prefix(5).map { table.place(of: $0) }.joined(separator: ", ")
    let rows =
      "\(NumberFormat.count(count)) of \(NumberFormat.count(table.rowCount, "row")): \(places)"
      + (count > 5 ? ", …" : "")
    if request.dropsRowsWithoutTarget, count < table.rowCount {
      problems.warn(
        request.marks.diagnostic(
          .warning, at: ["rows_without_target"], id: "data-target-missing",
          "rows without the target \"\(column.name)\" are left out: \(rows)"))
      return missing
    }
    problems.addToData(
      Diagnostic(
        id: "data-target-missing",
        "the target \"\(column.name)\" must have a value in every row; got none in \(rows)",
        notes: count < table.rowCount
          ? ["to leave these rows out: data.rows_without_target: drop"] : []))
    return nil
  }

  private static func requireFinite(
    _ column: Column, in table: JoinedTable, problems: inout ProblemList
  ) -> Bool {
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
    if task == .binary, CellMatch.indices(of: positive, among: names).count == 1 { return true }
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
  /// -1 for a missing one.
  private(set) var codes: [Int32]
  private(set) var levels: [String]

  /// nil for a target of numbers.
  init?(_ values: Column.Values) {
    guard case .categories(let codes, let levels) = values else { return nil }
    (self.codes, self.levels) = (codes.array, levels)
  }

  /// The labels as numbers, when every one of them is a finite number.
  func numbers(style: NumberStyle) -> [Double]? {
    let scanner = DecimalScanner()
    let values = levels.compactMap { style.value(of: $0, scanner: scanner) }
    return values.count == levels.count && values.allSatisfy(\.isFinite) ? values : nil
  }

  /// Renames labels; the result is the keys that no label has, sorted.
  mutating func apply(_ map: [String: String]) -> [String] {
    var names = levels
    var unused: [String] = []
    for (key, name) in map.sorted(by: { $0.key < $1.key }) {
      let found = CellMatch.indices(of: key, among: levels)
      for index in found { names[index] = name }
      if found.isEmpty { unused.append(key) }
    }
    renumber(names)
    return unused
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
    codes = codes.map { $0 < 0 ? -1 : newCodes[Int($0)] }
    levels = kept
  }
}

/// Sorted classes of a target: numbers by size, text by its characters, the positive class last.
private struct Classes {
  private(set) var names: [String]
  /// -1 for a missing one.
  private(set) var codes: [Int32]

  /// - Parameter numbers: The labels as numbers, if all of them are numbers.
  init(_ labels: Labels, numbers: [Double]?, positive: String?) {
    let levels = labels.levels
    let order = levels.indices.sorted { a, b in
      if let numbers, numbers[a] != numbers[b] { return numbers[a] < numbers[b] }
      return levels[a] < levels[b]
    }
    var codeOfLevel = [Int32](repeating: 0, count: levels.count)
    for (i, level) in order.enumerated() { codeOfLevel[level] = Int32(i) }
    names = order.map { levels[$0] }
    codes = labels.codes.map { $0 < 0 ? -1 : codeOfLevel[Int($0)] }
    putLast(positive)
  }

  init(_ numbers: [Double], positive: String?) {
    let distinct = Set(numbers.lazy.filter { !$0.isNaN }).sorted()
    names = distinct.map(NumberFormat.typed)
    var codeOfNumber: [Double: Int32] = [:]
    for (i, number) in distinct.enumerated() { codeOfNumber[number] = Int32(i) }
    codes = numbers.map { codeOfNumber[$0] ?? -1 }
    putLast(positive)
  }

  private mutating func putLast(_ positive: String?) {
    guard names.count == 2, let positive, CellMatch.indices(of: positive, among: names) == [0]
    else { return }
    names.swapAt(0, 1)
    codes = codes.map { $0 < 0 ? -1 : 1 - $0 }
  }
}
