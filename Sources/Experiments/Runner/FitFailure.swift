import Datasets
import Learning

/// A model that cannot be fitted to the data at all.
public struct FitFailure: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ error: FitError, plan: ExperimentPlan, data: PreparedData) {
    let reason = error.explanation(
      classNames: data.classNames, inputNames: data.preprocessing.inputNames)
    description = "\(plan.recipe.kind) cannot be fitted: \(reason)"
  }
}
