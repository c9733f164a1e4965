public import Schema

/// A model family with checked hyperparameters: what is needed to fit a model to rows.
///
/// A family is one file: a recipe, a `FittedModel` and a `ModelEntry`.
public protocol ModelRecipe: Sendable {
  /// The catalog name: "ridge".
  var kind: String { get }

  /// The floating-point precision that inputs are prepared in.
  var precision: Precision { get }

  /// Whether the training objective is convex, so that its optimum can be computed and compared.
  var isConvex: Bool { get }

  /// The solver that the spec names; nil for a family without solvers.
  var solver: LinearSolver? { get }

  /// The layers of its network; nil for a model without layers.
  var network: NetworkDescription? { get }

  /// How a training with this plan finds the parameters.
  func method(for plan: TrainingPlan) -> TrainingMethod

  /// The counted cost of a training on a problem of this size.
  func cost(of problem: ProblemSize, plan: TrainingPlan) -> TrainingCost

  /// The parts of the `training` section that a training of this model uses; settings of the others
  /// are refused.
  func usedTrainingParts(with optimizer: any Optimizer) -> Set<TrainingPart>

  /// Why it cannot be trained with these settings, whatever the data; nil if it can.
  ///
  /// - Parameter l1: The penalty of the `training` section.
  func problem(with optimizer: any Optimizer, l1: Double) -> FitError?

  /// Trains on `train`. How a training ends (converged, diverged, cancelled, …) is a value of the
  /// outcome; an error means the problem has no answer at all, and says why.
  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome

  /// The same recipe without regularization (l1, l2, dropout): for the overfit check.
  func withoutRegularization() -> Self

  /// Loss and gradient as functions of the flat parameters, in double precision, on the given rows
  /// with the plan's loss; nil for a model that cannot be trained by gradients.
  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)?
}

extension ModelRecipe {
  public var solver: LinearSolver? { nil }

  public func usedTrainingParts(with optimizer: any Optimizer) -> Set<TrainingPart> { [] }

  public func problem(with optimizer: any Optimizer, l1: Double) -> FitError? { nil }
}

/// A model family of the catalog.
public struct ModelEntry: CatalogEntry {
  public let name: String
  public let summary: String
  public let tasks: Set<PredictionTask>
  /// Its hyperparameters: the keys beside `kind`.
  public let fields: [Field]
  /// Makes the recipe from checked settings.
  public let make: @Sendable (Settings) -> any ModelRecipe
  /// Restores a fitted model from its saved tensors and metadata.
  public let restore: @Sendable (Safetensors) throws(RestoreError) -> any FittedModel

  public init(
    name: String, summary: String, tasks: Set<PredictionTask>, fields: [Field],
    restore: @escaping @Sendable (Safetensors) throws(RestoreError) -> any FittedModel,
    make: @escaping @Sendable (Settings) -> any ModelRecipe
  ) {
    self.name = name
    self.summary = summary
    self.tasks = tasks
    self.fields = fields
    self.restore = restore
    self.make = make
  }
}

/// A training objective as a function of one flat vector of parameters.
public protocol GradientProblem: Sendable {
  /// The tensors within the flat vector, in order.
  var layout: ParameterLayout { get }
  /// The initial parameters of a training.
  var initialParameters: [Double] { get }
  /// The objective's value (mean loss plus penalties).
  func loss(at parameters: [Double]) -> Double
  /// The objective's value and its gradient with respect to the parameters; 0 for frozen layers.
  func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double])
}

/// The positions of named tensors in a flat buffer of parameters.
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
