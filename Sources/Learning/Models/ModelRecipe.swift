public import Schema

/// A kind of model with checked hyperparameters: what is needed to make a fitted model from rows.
public protocol ModelRecipe: Sendable {
  /// The catalog name: "ridge".
  var kind: String { get }

  /// The precision it trains in; inputs are best prepared so.
  var precision: Precision { get }

  /// Whether the training objective is convex, so that its optimum can be computed and compared.
  var isConvex: Bool { get }

  /// The solver that the spec names; nil for a model without a choice of solvers.
  var solver: LinearSolver? { get }

  /// How its network is built; nil for a model without layers.
  var network: NetworkDescription? { get }

  /// Trains on `train`. How a training ends (converged, diverged, cancelled, …) is a value of the
  /// outcome; an error means the problem has no answer at all, and says why.
  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome

  /// The same recipe with every regulariser off (l1, l2, dropout): for the overfit check.
  func withoutRegularization() -> Self

  /// Loss and gradient as functions of the flat parameters, in double, on the given rows with the
  /// plan's loss; nil for a model that is not trained by gradients in any of its solvers.
  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)?
}

extension ModelRecipe {
  public var solver: LinearSolver? { nil }
}

/// The floating-point type of a training.
public enum Precision: String, Sendable, Hashable, Codable {
  case float, double
}

/// A model kind as a spec can name it.
public struct ModelEntry: CatalogEntry {
  public let name: String
  public let summary: String
  public let tasks: Set<PredictionTask>
  /// Its hyperparameters: the keys beside `kind`.
  public let fields: [Field]
  /// Pairs of fields that a spec may not set both.
  public let exclusiveFields: [(first: String, second: String)]
  /// Makes the recipe from checked settings.
  public let make: @Sendable (Settings) -> any ModelRecipe
  /// Makes a fitted model from what `FittedModel.tensors` and `metadata` gave.
  let restore: @Sendable (Safetensors) throws(RestoreError) -> any FittedModel

  public init(
    name: String, summary: String, tasks: Set<PredictionTask>, fields: [Field],
    exclusiveFields: [(first: String, second: String)] = [],
    make: @escaping @Sendable (Settings) -> any ModelRecipe
  ) {
    self.name = name
    self.summary = summary
    self.tasks = tasks
    self.fields = fields
    self.exclusiveFields = exclusiveFields
    self.make = make
    restore = { saved throws(RestoreError) in try NetworkModel(restoring: saved) }
  }
}

/// A training objective as a function of one flat vector of parameters.
public protocol GradientProblem: Sendable {
  /// The tensors within the flat vector, in order.
  var layout: ParameterLayout { get }
  /// Where training would start.
  var initialParameters: [Double] { get }
  /// The objective's value (mean loss plus penalties).
  func loss(at parameters: [Double]) -> Double
  /// The objective's value and its derivative by each parameter; 0 by those of frozen layers.
  func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double])
}

/// Where each named tensor lies in a flat buffer of parameters.
public struct ParameterLayout: Sendable, Hashable, Codable {
  public let tensors: [Tensor]

  public struct Tensor: Sendable, Hashable, Codable {
    /// Such as "hidden_1.weight".
    public let name: String
    /// Row-major; a weight is [outputs, inputs].
    public let shape: [Int]
    public let offset: Int
    /// Whether training changes it; false for the tensors of frozen layers.
    public let isTrained: Bool
    public var count: Int { shape.reduce(1, *) }

    public init(name: String, shape: [Int], offset: Int, isTrained: Bool = true) {
      self.name = name
      self.shape = shape
      self.offset = offset
      self.isTrained = isTrained
    }
  }

  public init(tensors: [Tensor]) {
    self.tensors = tensors
  }

  public var parameterCount: Int { tensors.last.map { $0.offset + $0.count } ?? 0 }
}
