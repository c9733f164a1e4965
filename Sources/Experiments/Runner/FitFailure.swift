import Datasets
public import Diagnostics
import Learning

/// A model that cannot be fitted to the data at all.
public struct FitFailure: ReportableError, Sendable, CustomStringConvertible {
  public let description: String
  public let fault: Fault

  /// - Parameter name: What was fitted: "ridge", "the baseline logistic".
  init(_ error: FitError, of name: String, to data: PreparedData) {
    let reason = error.explanation(
      classNames: data.classNames, inputNames: data.preprocessing.inputNames)
    description = "\(name) cannot be fitted: \(reason)"
    fault = error.fault
  }

  public var diagnostics: [Diagnostic] { [Diagnostic(id: "cannot-fit", description)] }
}
