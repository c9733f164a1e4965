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

  private struct Example {
    let rowID: Int
    let expectation: Expectation
    let reason: String?
  }

  private enum Expectation {
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
    let sheet: SheetFile
    do {
      sheet = try SheetFile(reading: path, textColumns: ["row", "expected", "reason"])
    } catch {
      return ([], [RuleViolation(at: mark, "evaluation.must_pass: \(Diagnostic.words(of: error))")])
    }
    let isClassification = dataset.schema.task.isClassification
    let columns = sheet.table.columns.map(\.name)
    let needed = isClassification ? ["expected"] : ["at_least", "at_most"]
    var violations: [RuleViolation] = []
    func report(_ message: String, hint: String? = nil) {
      violations.append(RuleViolation(at: mark, "evaluation.must_pass: \(message)", hint: hint))
    }
    if !columns.contains("row") || !needed.contains(where: columns.contains) {
      let wanted = "row, \(needed.joined(separator: " or "))"
      report(
        "\"\(path)\" must have the columns \(wanted); got \(columns.joined(separator: ", "))")
      return ([], violations)
    }
    var rowIDs: [String: [Int]] = [:]
    for rowID in 0..<dataset.table.rowCount {
      rowIDs[dataset.rowName(rowID), default: []].append(rowID)
    }
    var examples: [Example] = []
    for row in 0..<sheet.table.rowCount {
      let place = sheet.location(ofRow: row).map { "\($0.file):\($0.line)" } ?? "row \(row + 1)"
      let name = sheet.text("row", row: row) ?? ""
      let found = rowIDs[name] ?? []
      if found.count != 1 {
        report(
          "row must name one row of the data; got \"\(name)\" at \(place)",
          hint: found.isEmpty ? nil : "\(found.count) rows have this name")
      }
      let expectation: Expectation?
      if isClassification {
        let text = sheet.text("expected", row: row) ?? ""
        let index = dataset.schema.classNames.firstIndex(of: text)
        if index == nil {
          let names = dataset.schema.classNames.prefix(8).joined(separator: ", ")
          report("expected must be a class; got \"\(text)\" at \(place)", hint: "classes: \(names)")
        }
        expectation = index.map { .classIndex($0) }
      } else {
        let (least, greatest) = (
          sheet.number("at_least", row: row), sheet.number("at_most", row: row)
        )
        if least == nil, greatest == nil {
          report("at_least or at_most must be a number; got neither at \(place)")
        } else if let least, let greatest, least > greatest {
          report("at_least must not be above at_most; got \(least) and \(greatest) at \(place)")
        }
        expectation = .range(least: least, greatest: greatest)
      }
      if let rowID = found.first, let expectation {
        examples.append(
          Example(rowID: rowID, expectation: expectation, reason: sheet.text("reason", row: row)))
      }
    }
    return (examples, violations)
  }
}
