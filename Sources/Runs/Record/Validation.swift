public import Diagnostics
public import Schema

/// The facts that `assay validate` reports of a spec and its data, with the cost of a run.
public struct Validation: Sendable, Encodable {
  public var experiment: String
  public var model: String
  public var task: PredictionTask
  public var target: String
  public var parts: [Part]
  /// Columns used as features.
  public var columnCount: Int
  /// Inputs of the model after preprocessing.
  public var inputCount: Int
  public var features: [Feature]
  public var cost: CostEstimate
  /// The bounds of the spec's deployment, judged by what a model of this size and speed measures.
  public var deployment: [GoalRecord]
  /// Warnings about spec and data; none of them stops a run.
  public var warnings: [Diagnostic]

  public init(
    experiment: String, model: String, task: PredictionTask, target: String, parts: [Part],
    columnCount: Int, inputCount: Int, features: [Feature], cost: CostEstimate,
    deployment: [GoalRecord] = [], warnings: [Diagnostic]
  ) {
    self.experiment = experiment
    self.model = model
    self.task = task
    self.target = target
    self.parts = parts
    self.columnCount = columnCount
    self.inputCount = inputCount
    self.features = features
    self.cost = cost
    self.deployment = deployment
    self.warnings = warnings
  }

  /// The rows of a split.
  public struct Part: Sendable, Encodable {
    public var name: Schema.Part
    public var rowCount: Int
    /// Rows of each class by name; empty for regression.
    public var classCounts: [ClassCount]
    /// Rows of equal weight whose mean is as precise (Kish); nil without row weights.
    public var effectiveRowCount: Double?

    public init(name: Schema.Part, rowCount: Int, classCounts: [ClassCount]) {
      self.name = name
      self.rowCount = rowCount
      self.classCounts = classCounts
    }
  }

  public struct ClassCount: Sendable, Encodable {
    public var name: String
    public var rowCount: Int

    public init(name: String, rowCount: Int) {
      self.name = name
      self.rowCount = rowCount
    }
  }

  /// A column and its role as a feature.
  public struct Feature: Sendable, Encodable {
    public var name: String
    public var role: ColumnRole
    public var reason: String

    public init(name: String, role: ColumnRole, reason: String) {
      self.name = name
      self.role = role
      self.reason = reason
    }
  }
}

/// The estimated time and memory of a training.
public struct CostEstimate: Sendable, Encodable {
  public var parameterCount: Int
  /// The peak memory of a run's process.
  public var memoryBytes: Int
  /// The likely time, between the other two where early stopping or the number of iterations
  /// decides.
  public var trainingSeconds: Double
  public var leastTrainingSeconds: Double
  public var mostTrainingSeconds: Double
  public var basis: Basis
  /// The epochs of the budget; nil for solvers.
  public var epochCount: Int?
  /// The steps of the budget, or the iterations that a solver is likely to need.
  public var stepCount: Int?
  /// Operations of the matrix products in one step or iteration.
  public var operationsPerStep: Double?
  /// The solver that was timed: "newton".
  public var solver: String?

  public init(
    parameterCount: Int, memoryBytes: Int, trainingSeconds: Double, leastTrainingSeconds: Double,
    mostTrainingSeconds: Double, basis: Basis, epochCount: Int? = nil, stepCount: Int? = nil,
    operationsPerStep: Double? = nil, solver: String? = nil
  ) {
    self.parameterCount = parameterCount
    self.memoryBytes = memoryBytes
    self.trainingSeconds = trainingSeconds
    self.leastTrainingSeconds = leastTrainingSeconds
    self.mostTrainingSeconds = mostTrainingSeconds
    self.basis = basis
    self.epochCount = epochCount
    self.stepCount = stepCount
    self.operationsPerStep = operationsPerStep
    self.solver = solver
  }

  /// What the estimate of the time is based on.
  public enum Basis: String, Sendable, Encodable {
    /// The whole training, where it is so short that all of it was timed.
    case whole
    /// Its first steps.
    case steps
    /// The time of a pass over the rows, and the solver's usual number of passes.
    case passes
    /// The number of operations and their rate.
    case operations
  }
}
