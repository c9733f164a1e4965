public import Diagnostics
public import Evaluation
public import Learning
public import LinearAlgebra
public import Text

// Errors of libraries that know no diagnostics: their words, and what is at fault.

extension FitError: ReportableError {
  public var diagnostics: [Diagnostic] {
    [Diagnostic(id: "cannot-fit", "the model cannot be fitted: \(description)")]
  }

  public var fault: Fault {
    switch self {
    case .noRows, .tooFewRows, .noColumns, .emptyClass, .oneClass, .singular, .notFinite, .overflow,
      .badWeight,
      .checkpointDoesNotFit:
      .data
    case .lossDoesNotFit, .outputDoesNotFit, .smoothingDoesNotFit, .solverDoesNotFit,
      .optimizerDoesNotFit, .unknownLayer, .nothingToTrain:
      .specification
    }
  }
}

extension CheckpointError: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "checkpoint", description)] }
  public var fault: Fault { .data }
}

extension SafetensorsError: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "safetensors", description)] }
  public var fault: Fault { .data }
}

extension RestoreError: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "saved-model", description)] }
  public var fault: Fault { .data }
}

extension FactorizationError: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "factorization", description)] }
  public var fault: Fault { .data }
}

extension StorageFailure: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "storage", description)] }
  public var fault: Fault { .system }
}

extension ComparisonError: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "not-comparable", description)] }
  public var fault: Fault { .specification }
}

extension CSV.Failure: ReportableError {
  public var diagnostics: [Diagnostic] { [Diagnostic(id: "csv", description)] }
  public var fault: Fault { .data }
}
