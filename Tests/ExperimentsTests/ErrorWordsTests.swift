import Diagnostics
import Evaluation
import Exports
import Findings
import Foundation
import Inference
import Learning
import LinearAlgebra
import Monitoring
import Runs
import Sanity
import Schema
import Specification
import Testing
import Text

@testable import Datasets
@testable import Experiments

/// Every error that can end a command has words and says what is at fault.
@Suite struct ErrorWordsTests {
  /// An error with its first message.
  struct Example: Sendable, CustomTestStringConvertible {
    /// "FitError.noRows"; the type alone where it is no enum.
    let name: String
    let error: any ReportableError
    let message: String
    let fault: Fault

    init(_ name: String, _ error: any ReportableError, _ message: String, _ fault: Fault) {
      self.name = name
      self.error = error
      self.message = message
      self.fault = fault
    }

    var testDescription: String { name }
  }

  private static func fit(_ name: String, _ error: FitError, _ reason: String, _ fault: Fault)
    -> Example
  {
    Example("FitError.\(name)", error, "the model cannot be fitted: \(reason)", fault)
  }

  private static let fitErrors = [
    fit("noRows", .noRows, "there are no training rows", .data),
    fit(
      "tooFewRows", .tooFewRows(needed: 4, found: 3),
      "choosing the penalty needs 4 rows with weight (of each class), there are 3", .data),
    fit("noColumns", .noColumns, "there are no inputs", .data),
    fit("emptyClass", .emptyClass(0), "class 0 has no training row with weight", .data),
    fit(
      "oneClass", .oneClass,
      "every training row has the class 0, and a classifier needs two classes", .data),
    fit(
      "overflow", .overflow,
      "the squares of inputs or targets exceed the largest number, 1.8e308; divide them by a "
        + "power of ten", .data),
    fit(
      "lossDoesNotFit", .lossDoesNotFit(loss: "mse", task: "binary"),
      "training.loss \"mse\" does not fit a binary task", .specification),
    fit(
      "singular", .singular(solver: .cholesky),
      "solver \"cholesky\" has no unique solution; use solver auto, or a penalty", .data),
    fit(
      "notFinite", .notFinite(row: 0, column: 0), "training row 1, input 0, is not finite", .data),
    fit(
      "badWeight", .badWeight(row: 0),
      "the weight of training row 1 must be a finite number of at least 0", .data),
    fit(
      "outputDoesNotFit", .outputDoesNotFit(activation: "tanh", loss: "mse"),
      "model.output.activation \"tanh\" does not fit training.loss \"mse\"", .specification),
    fit(
      "smoothingDoesNotFit", .smoothingDoesNotFit(loss: "mse"),
      "training.label_smoothing does not fit training.loss \"mse\"", .specification),
    fit(
      "solverDoesNotFit", .solverDoesNotFit(solver: .cholesky, reason: "l1 above 0"),
      "model.solver \"cholesky\" cannot be used: l1 above 0", .specification),
    fit(
      "optimizerDoesNotFit",
      .optimizerDoesNotFit(
        optimizer: "lbfgs", setting: "model.dropout", reason: "model.dropout above 0"),
      "training.optimizer \"lbfgs\" cannot be used: model.dropout above 0", .specification),
    fit(
      "unknownLayer", .unknownLayer("x", layers: ["hidden 1"]),
      "model.frozen must name layers of the network; got \"x\"", .specification),
    fit(
      "nothingToTrain", .nothingToTrain(layers: ["hidden 1", "output"]),
      "model.frozen must leave a layer to train; got hidden 1, output", .specification),
    fit(
      "checkpointDoesNotFit", .checkpointDoesNotFit(.unreadable),
      "the checkpoint is not one of this training; without it the training starts anew", .data),
  ]

  private static let modelErrors = [
    Example(
      "CheckpointError.unreadable", CheckpointError.unreadable, "the bytes are not a checkpoint",
      .data),
    Example(
      "CheckpointError.missing", CheckpointError.missing("adam"),
      "the checkpoint must have \"adam\"; got none", .data),
    Example(
      "CheckpointError.doesNotFit", CheckpointError.doesNotFit("adam"),
      "\"adam\" of the checkpoint belongs to another training", .data),
    Example(
      "SafetensorsError.truncated", SafetensorsError.truncated, "the safetensors file is cut off",
      .data),
    Example(
      "SafetensorsError.badHeader", SafetensorsError.badHeader,
      "the header of the safetensors file is not JSON of that format", .data),
    Example(
      "SafetensorsError.badTensor", SafetensorsError.badTensor("w"),
      "the shape of tensor \"w\" does not match its bytes", .data),
    Example(
      "SafetensorsError.unknownType", SafetensorsError.unknownType(tensor: "w", type: "I8"),
      "tensor \"w\" must have the type F32 or F64; got \"I8\"", .data),
    Example(
      "RestoreError.missing", RestoreError.missing("kind"),
      "the saved model must have \"kind\"; got none that fits", .data),
    Example(
      "RestoreError.unknownKind", RestoreError.unknownKind("tree"),
      "the kind of the saved model must be known; got \"tree\"", .data),
    Example(
      "RestoreError.mixedPrecisions", RestoreError.mixedPrecisions,
      "the tensors of the saved model must have one precision; got two", .data),
    Example(
      "FactorizationError.notPositiveDefinite", FactorizationError.notPositiveDefinite(order: 2),
      "a matrix to factorize must be positive definite; got one whose leading block of order 2 is not",
      .data),
    Example(
      "FactorizationError.notConverged", FactorizationError.notConverged,
      "the iteration of a matrix factorization did not converge", .data),
    Example(
      "FactorizationError.notFinite", FactorizationError.notFinite,
      "a matrix to factorize must be finite; got an element that is not", .data),
    Example(
      "StorageFailure", StorageFailure(code: ENOSPC),
      "a file for arrays cannot be written: No space left on device", .system),
  ]

  private static let comparisonErrors = [
    Example(
      "ComparisonError.differentTasks",
      ComparisonError.differentTasks(candidate: "binary", baseline: "regression"),
      "both systems must have the same task; got \"binary\" and \"regression\"", .specification),
    Example(
      "ComparisonError.differentClasses",
      ComparisonError.differentClasses(candidate: ["a"], baseline: ["b"]),
      "both systems must have the same classes in the same order; got \"a\" and \"b\"",
      .specification),
    Example(
      "ComparisonError.differentRows",
      ComparisonError.differentRows(candidateOnly: 1, baselineOnly: 2, example: 3),
      "a paired comparison needs the same rows; got 1 that only the candidate has and 2 that only "
        + "the baseline has, such as row 3", .specification),
    Example(
      "ComparisonError.repeatedRow", ComparisonError.repeatedRow(id: 3),
      "a paired comparison needs each row once; got row 3 more than once", .specification),
    Example(
      "ComparisonError.differentTruth", ComparisonError.differentTruth(rowID: 3),
      "both systems must be judged by the same truth; got two truths for row 3", .specification),
    Example(
      "ComparisonError.differentWeight", ComparisonError.differentWeight(rowID: 3),
      "both systems must be judged by the same row weights; got two weights for row 3",
      .specification),
    Example(
      "ComparisonError.undefined",
      ComparisonError.undefined(metric: "recall", system: "baseline", when: "a class has no rows"),
      "\"recall\" must have a value for both systems; got none for the baseline (undefined when a "
        + "class has no rows, or where an output is not finite)", .specification),
  ]

  private static let report = GateReport(checks: [], elapsedSeconds: 0)

  private static let runErrors = [
    Example(
      "GateError.checkFailed", GateError.checkFailed(code: "SO01", FitError.noRows, report),
      "check SO01 cannot be computed: the model cannot be fitted: there are no training rows",
      .data),
    Example(
      "GateError.diagnosisFailed",
      GateError.diagnosisFailed(CocoaError(.featureUnsupported), report),
      "", .program),
    Example(
      "GateError.cannotFit", GateError.cannotFit(.oneClass, report),
      "no model can be fitted: every training row has the class 0, and a classifier needs two "
        + "classes", .data),
    Example(
      "GateError.cancelled", GateError.cancelled(report), "the gate was asked to stop", .pipeline),
    Example(
      "CheckpointDamage.noCheckpoint", CheckpointDamage.noCheckpoint,
      "a checkpoint is damaged: its first line is not that of a checkpoint", .data),
    Example(
      "CheckpointDamage.later", CheckpointDamage.later(9),
      "a checkpoint is damaged: it was written by a later Assay (format 9; this one reads up to 1)",
      .data),
    Example(
      "CheckpointDamage.cut", CheckpointDamage.cut(1, of: 2),
      "a checkpoint is damaged: it has 1 bytes of 2", .data),
    Example(
      "CheckpointDamage.wrongChecksum", CheckpointDamage.wrongChecksum,
      "a checkpoint is damaged: its checksum is wrong", .data),
    Example(
      "CheckpointDamage.malformed", CheckpointDamage.malformed,
      "a checkpoint is damaged: its content is not that of a training", .data),
    Example("Failure.cutOff", CSV.Failure.cutOff, "the file is cut off", .data),
    Example("Failure.openQuote", CSV.Failure.openQuote, "a quoted field does not end", .data),
    Example(
      "BundleError", BundleError(folder: "m", problem: .outputs),
      "the model in \"m\" must predict what its schema says; got another task or number of classes",
      .data),
    Example(
      "ExportError.noLayers", ExportError.noLayers(kind: "forest"),
      "a model that is exported must consist of layers; got forest", .specification),
    Example(
      "ExportError.goldenRow", ExportError.goldenRow,
      "the export must predict the golden rows as the model does; got other predictions", .program),
    Example(
      "ReferenceError", ReferenceError(folder: "m", problem: .damaged),
      "\"m/reference.json\" must be a profile; got something else", .data),
    Example(
      "UnreadableRun", UnreadableRun(id: "r", reason: "record.json is cut off"),
      "run r cannot be read: record.json is cut off", .data),
    Example(
      "FileFailure", FileFailure(operation: "write", path: "runs/a", code: ENOSPC),
      "cannot write runs/a: No space left on device", .system),
    Example(
      "DatasetError", DatasetError([Diagnostic(id: "a", "b")], isDataInvalid: true), "b", .data),
    Example("DiagnosticsError", DiagnosticsError(Diagnostic(id: "a", "b")), "b", .specification),
  ]

  static let examples = fitErrors + modelErrors + comparisonErrors + runErrors

  @Test(arguments: examples)
  func hasWordsAndAFault(_ example: Example) throws {
    let found = try #require(example.error.diagnostics.first)
    if !example.message.isEmpty { #expect(found.message == example.message) }
    #expect(example.error.fault == example.fault)
    #expect(!found.id.isEmpty)
  }

  /// Errors that are caught where they are thrown, with the reason why no user meets them.
  private static let contained = [
    "ExitStatus", "Interruption",  // the command's own
    "RecordFailure", "ReadingFailure",  // RunStore makes an UnreadableRun of them
    "OverrideProblem", "YAMLSyntaxError", "Stop",  // become diagnostics of the spec
    "ReadFailure",  // becomes a DatasetError where the file is read
    "RunInterrupted",  // an Interruption of the command
  ]
  /// "Failure" is nested in several types: CSV's has words; the others are internal to their module.
  private static let containedFailures = [
    "Sources/Datasets/Reading/SQLite/SQLiteDatabase.swift",
    "Sources/Datasets/Times/TimeLevels.swift",
    "Sources/Specification/Overrides/SweepFunction.swift",
  ]
  /// Structures whose words come from their only initializers, which tests of their own cover.
  private static let wordsElsewhere = [
    "SpecificationFileError", "EditFailure", "FitFailure", "UsageFailure", "OutputFailure",
  ]

  /// A new error, or a new case of one, fails here until it has an example above.
  @Test func everyErrorOfTheSourcesHasAnExample() throws {
    let declaration = try Regex(
      #"^( *)(?:public |private |fileprivate )?(struct|enum|final class) (\w+): [^{]*\b(?:Reportable)?Error\b"#,
      as: (Substring, Substring, Substring, Substring).self)
    let covered = Set(Self.examples.map(\.name))
    let conforming = try Self.matches(#"extension ([\w.]+): ReportableError"#)
    var typeCount = 0
    for (path, text) in try Self.sources() {
      let lines = text.components(separatedBy: "\n")
      for (index, line) in lines.enumerated() {
        guard let match = line.firstMatch(of: declaration) else { continue }
        typeCount += 1
        let name = String(match.output.3)
        if Self.contained.contains(name) || Self.wordsElsewhere.contains(name) { continue }
        if name == "Failure", Self.containedFailures.contains(path) { continue }
        let hasWords =
          line.contains("ReportableError")
          || conforming.contains { $0 == name || $0.hasSuffix(".\(name)") }
        #expect(hasWords, "\(path): \(name) must conform to ReportableError")
        guard match.output.2 == "enum" else {
          #expect(covered.contains(name), "\(path): \(name) needs an example")
          continue
        }
        let indentation = match.output.1
        for body in lines[(index + 1)...] {
          if body == indentation + "}" { break }
          guard let word = body.firstMatch(of: /^ *case (\w+)/)?.1,
            body.hasPrefix(indentation + "  case ")
          else { continue }
          #expect(covered.contains("\(name).\(word)"), "\(path): \(name).\(word) needs an example")
        }
      }
    }
    #expect(typeCount > 25, "has the pattern changed? found \(typeCount)")
  }

  private static func sources() throws -> [(path: String, text: String)] {
    let root = Checkout.path("Sources")
    return try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix(".swift") }
      .map { ("Sources/\($0)", try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8)) }
  }

  private static func matches(_ pattern: String) throws -> [String] {
    let regex = try Regex(pattern, as: (Substring, Substring).self)
    return try sources().flatMap { $0.text.matches(of: regex).map { String($0.output.1) } }
  }
}
