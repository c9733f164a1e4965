import Datasets
import Diagnostics
import Evaluation
import Inference
import LinearAlgebra
import Runs
import Schema
import Specification
import Text

/// The rows that the model must predict right, whatever it does on average: the file
/// `evaluation.must_pass`.
struct KeyExamples {
  private let examples: [Example]
  private let dataset: Dataset

  fileprivate struct Example {
    let rowID: Int
    let expectation: Expectation
    let reason: String?
  }

  fileprivate enum Expectation {
    case classIndex(Int)
    case range(least: Double?, greatest: Double?)
  }

  /// nil for a plan without key examples.
  ///
  /// **Errors** `DiagnosticsError` with all problems of the file
  init?(of plan: ExperimentPlan, in dataset: Dataset) throws {
    guard let (path, mark) = plan.evaluation.keyExamples else { return nil }
    let (examples, violations) = Self.read(path, mark, dataset)
    guard violations.isEmpty else {
      throw DiagnosticsError(violations.map { $0.diagnostic(id: ExperimentRule.keyExamples.id) })
    }
    self.examples = examples
    self.dataset = dataset
  }

  /// What is wrong with the file of a plan.
  static func violations(of plan: ExperimentPlan, in dataset: Dataset) -> [RuleViolation] {
    guard let (path, mark) = plan.evaluation.keyExamples else { return [] }
    return read(path, mark, dataset).violations
  }

  /// What the pipeline predicts of each example.
  func records(by pipeline: FittedPipeline) throws -> [KeyExampleRecord] {
    let outputs = try pipeline.bound(to: dataset.table).outputs(of: examples.map(\.rowID))
    let classNames = dataset.schema.classNames
    return examples.enumerated().map { position, example in
      let part = Part.allCases.first { dataset.split[$0].contains(example.rowID) }
      let expected: String
      let prediction: String
      let isRight: Bool
      switch example.expectation {
      case .classIndex(let index):
        let predicted = PredictionText.predictedClass(outputs, row: position)
        let share = NumberFormat.fixed(outputs[position, predicted] * 100, decimals: 1)
        expected = classNames[index]
        prediction = "\(classNames[predicted]) (\(share) %)"
        isRight = predicted == index
      case .range(let least, let greatest):
        let value = outputs[position, 0]
        let bounds = [
          least.map { "at least \(NumberFormat.exact($0))" },
          greatest.map { "at most \(NumberFormat.exact($0))" },
        ]
        expected = bounds.compactMap(\.self).joined(separator: " and ")
        prediction = NumberFormat.trimmed(NumberFormat.significant(value, 6))
        isRight = value >= least ?? -.infinity && value <= greatest ?? .infinity
      }
      return KeyExampleRecord(
        row: dataset.rowName(example.rowID), part: part, expected: expected,
        prediction: prediction, reason: example.reason, isRight: isRight)
    }
  }

  private static func read(
    _ path: String, _ mark: Mark?, _ dataset: Dataset
  ) -> (examples: [Example], violations: [RuleViolation]) {
    var reader = KeyExampleReader(path: path, mark: mark, dataset: dataset)
    let examples = reader.examples()
    return (examples, reader.violations)
  }
}

/// Reads a file of key examples, with all its problems at once.
private struct KeyExampleReader {
  let path: String
  let mark: Mark?
  let dataset: Dataset
  private(set) var violations: [RuleViolation] = []

  init(path: String, mark: Mark?, dataset: Dataset) {
    (self.path, self.mark, self.dataset) = (path, mark, dataset)
  }

  private mutating func report(_ message: String, hint: String? = nil) {
    violations.append(RuleViolation(at: mark, "evaluation.must_pass: \(message)", hint: hint))
  }

  mutating func examples() -> [KeyExamples.Example] {
    let sheet: SheetFile
    do {
      sheet = try SheetFile(reading: path, textColumns: ["row", "expected", "reason"])
    } catch {
      report(Diagnostic.words(of: error))
      return []
    }
    let columns = sheet.table.columns.map(\.name)
    let needed =
      dataset.schema.task.isClassification ? ["expected"] : ["at_least", "at_most"]
    guard columns.contains("row"), needed.contains(where: columns.contains) else {
      report(
        "\"\(path)\" must have the columns row, \(needed.joined(separator: " or ")); got "
          + columns.joined(separator: ", "))
      return []
    }
    let rowIDs = Dictionary(grouping: 0..<dataset.table.rowCount, by: dataset.rowName)
    var examples: [KeyExamples.Example] = []
    for row in 0..<sheet.table.rowCount {
      let rowID = rowID(in: sheet, row, among: rowIDs)
      let expectation = expectation(in: sheet, row)
      guard let rowID, let expectation else { continue }
      examples.append(
        KeyExamples.Example(
          rowID: rowID, expectation: expectation, reason: sheet.text("reason", row: row)))
    }
    return examples
  }

  private mutating func rowID(
    in sheet: SheetFile, _ row: Int, among rowIDs: [String: [Int]]
  ) -> Int? {
    let name = sheet.text("row", row: row) ?? ""
    let found = rowIDs[name] ?? []
    if found.count == 1 { return found[0] }
    report(
      "row must name one row of the data; got \"\(name)\" at \(sheet.place(ofRow: row))",
      hint: found.isEmpty ? nil : "\(found.count) rows have this name")
    return nil
  }

  private mutating func expectation(
    in sheet: SheetFile, _ row: Int
  ) -> KeyExamples.Expectation? {
    let place = sheet.place(ofRow: row)
    guard !dataset.schema.task.isClassification else {
      let (text, names) = (sheet.text("expected", row: row) ?? "", dataset.schema.classNames)
      if let index = names.firstIndex(of: text) { return .classIndex(index) }
      report(
        "expected must be a class; got \"\(text)\" at \(place)",
        hint: "classes: \(names.prefix(8).joined(separator: ", "))")
      return nil
    }
    let least = sheet.number("at_least", row: row)
    let greatest = sheet.number("at_most", row: row)
    switch (least, greatest) {
    case (nil, nil):
      report("at_least or at_most must be a number; got neither at \(place)")
      return nil
    case (let least?, let greatest?) where least > greatest:
      report(
        "at_least must not be above at_most; got \(NumberFormat.exact(least)) and "
          + "\(NumberFormat.exact(greatest)) at \(place)")
      return nil
    default: return .range(least: least, greatest: greatest)
    }
  }
}
