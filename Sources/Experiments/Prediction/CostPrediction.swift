public import Learning

/// What a full training will take: foretold from its beginning, which is rehearsed for a moment, and
/// explained by its floating-point operations.
public struct CostPrediction: Sendable, Encodable {
  public let parameterCount: Int
  /// The most that a run's process has in memory at a time.
  public let memoryBytes: Int
  /// The likely time; where early stopping or the number of iterations decides, it lies between the
  /// other two.
  public let trainingSeconds: Double
  public let leastTrainingSeconds: Double
  public let mostTrainingSeconds: Double
  public let basis: Basis
  /// The budget's epochs; nil for solvers.
  public let epochCount: Int?
  /// The budget's steps, or the iterations that a solver is likely to need.
  public let stepCount: Int?
  /// Of the matrix products in one step or iteration.
  public let operationsPerStep: Double?
  /// The solver that was rehearsed.
  public let solver: LinearSolver?

  /// What the time was foretold from.
  public enum Basis: String, Sendable, Encodable {
    /// The training is so short that all of it was rehearsed.
    case whole
    /// Its first steps.
    case steps
    /// Its first iterations, and how a solve of some of the rows came to its end.
    case iterations
    /// Solves of some of the rows.
    case slices
    /// Its operations and the rate of matrix products alone.
    case operations
  }

  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    let training = plan.trainingPlan(for: data)
    let shape = ModelShape(plan, training, data)
    parameterCount = shape.parameterCount
    let time = TrainingTime(plan, training, data, shape)
    trainingSeconds = time.estimate.likely
    leastTrainingSeconds = time.estimate.least
    mostTrainingSeconds = time.estimate.most
    basis = time.basis
    epochCount = time.epochCount
    stepCount = time.stepCount
    operationsPerStep = time.operationsPerStep
    solver = time.solver
    memoryBytes = MemoryPrediction(data, training, shape).peakBytes
  }
}
