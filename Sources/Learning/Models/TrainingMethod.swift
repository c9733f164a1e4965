/// How a training finds the parameters of a model.
public enum TrainingMethod: String, Sendable, Hashable, Codable {
  /// One gradient step for each batch.
  case steps
  /// A quasi-Newton search on the loss of all rows, an optimizer of the `training` section.
  case fullBatch = "full_batch"
  /// Iterations of a solver until its tolerance.
  case iterations
  /// A solution in a fixed number of operations.
  case closedForm = "closed_form"

  /// Whether an optimizer follows the gradient as the `training` section says, instead of a solver.
  public var usesOptimizer: Bool { self == .steps || self == .fullBatch }
}
