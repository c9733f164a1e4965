public import Findings
public import Schema

/// The result of a training: the model, why it stopped and its history.
public struct TrainingOutcome: Sendable {
  /// The fitted model; after a divergence the last one with finite parameters.
  public let model: any FittedModel
  /// How the parameters were found.
  public let method: TrainingMethod
  public let ending: TerminationReason
  /// One summary per epoch, or per iteration of a solver.
  public let epochs: [EpochSummary]
  /// The solver and its accuracy, for models with solvers.
  public let solve: SolveReport?
  /// The training loss without penalties, initially and at each step, if
  /// `TrainingContext.recordsStepLosses`.
  public let stepLosses: [Double]
  public let stepCount: Int
  /// The ids of the rows of each step, if step losses are recorded and every step used the same
  /// rows; nil otherwise.
  public let constantRowIDs: [Int]?
  public let elapsedSeconds: Double
  /// Number of threads of each step; the bits of the model depend on it.
  public let threadCount: Int

  public init(
    model: any FittedModel, method: TrainingMethod, ending: TerminationReason,
    epochs: [EpochSummary],
    solve: SolveReport?,
    stepLosses: [Double], stepCount: Int, constantRowIDs: [Int]?, elapsedSeconds: Double,
    threadCount: Int = 1
  ) {
    self.model = model
    self.method = method
    self.ending = ending
    self.epochs = epochs
    self.solve = solve
    self.stepLosses = stepLosses
    self.stepCount = stepCount
    self.constantRowIDs = constantRowIDs
    self.elapsedSeconds = elapsedSeconds
    self.threadCount = threadCount
  }
}

/// Why a training stopped.
public enum TerminationReason: Sendable, Hashable, Codable {
  /// The budget is used up.
  case completed
  /// A solver reached its tolerance.
  case converged(iterations: Int)
  /// A solver used up its iterations before it reached its tolerance.
  case iterationLimit(iterations: Int)
  /// Early stopping: no improvement since that epoch, whose parameters are restored.
  case noImprovement(bestEpoch: Int)
  /// The step target was reached.
  case targetReached(step: Int)
  /// A loss, gradient or parameter is no longer finite: the first such tensor by its layout name,
  /// or "loss".
  case diverged(step: Int, loss: Double, tensor: String?)
  case cancelled(step: Int)
  /// A monitor stopped it: its check and its finding.
  case stopped(check: CheckCode, step: Int, reason: String)
}

/// The summary of an epoch of gradient training, or of an iteration of a solver.
public struct EpochSummary: Sendable, Hashable, Codable {
  /// From 1.
  public let epoch: Int
  /// Number of completed steps.
  public let step: Int
  /// Mean training loss over the epoch's batches, without penalties.
  public let trainLoss: Double
  public let devLoss: Double?
  /// The early-stopping metric on the dev rows.
  public let devMetric: Double?
  public let learningRate: Double?
  /// Norm of the gradient at the last step of the epoch, before clipping.
  public let gradientNorm: Double?
  public let rowsPerSecond: Double
  public let elapsedSeconds: Double

  public init(
    epoch: Int, step: Int, trainLoss: Double, devLoss: Double?, devMetric: Double?,
    learningRate: Double?, gradientNorm: Double?, rowsPerSecond: Double, elapsedSeconds: Double
  ) {
    self.epoch = epoch
    self.step = step
    self.trainLoss = trainLoss
    self.devLoss = devLoss
    self.devMetric = devMetric
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    self.rowsPerSecond = rowsPerSecond
    self.elapsedSeconds = elapsedSeconds
  }
}

/// Which solver fitted a linear model, why that one, and how near the optimum it came.
public struct SolveReport: Sendable, Hashable, Codable {
  public let solver: LinearSolver
  /// Why this solver: "auto: rows ≥ columns and well conditioned", or "asked for".
  public let reason: String
  public let iterations: Int
  /// The objective at the end: mean loss plus penalties.
  public let objective: Double
  /// The largest absolute derivative at the end, where the solver knows it; with an l1 penalty, by
  /// how much the optimality conditions are missed.
  public let gradientMaximum: Double?
  /// Ratio of the largest to the smallest singular value, where it was estimated.
  public let conditionNumber: Double?
  /// How the penalty was chosen, where the model chose it by itself.
  public let selection: PenaltySelection?

  public init(
    solver: LinearSolver, reason: String, iterations: Int, objective: Double,
    gradientMaximum: Double? = nil, conditionNumber: Double? = nil,
    selection: PenaltySelection? = nil
  ) {
    self.solver = solver
    self.reason = reason
    self.iterations = iterations
    self.objective = objective
    self.gradientMaximum = gradientMaximum
    self.conditionNumber = conditionNumber
    self.selection = selection
  }
}

/// Why a model cannot be fitted.
public enum FitError: Error, Sendable, Hashable {
  case noRows
  /// Fewer rows with a positive weight than the selection of a penalty needs.
  case tooFewRows(needed: Int, found: Int)
  case noColumns
  /// A class without rows, by index.
  case emptyClass(Int)
  /// Classes of which there is only one.
  case oneClass
  /// The loss is not defined for the task.
  case lossDoesNotFit(loss: String, task: String)
  /// The system of equations has no unique solution, and the solver finds none of them.
  case singular(solver: LinearSolver)
  /// An input or target is not finite; the column is nil for a target.
  case notFinite(row: Int, column: Int?)
  /// Sums of squares of inputs or targets are not finite, though the numbers are.
  case overflow
  /// A row's weight is negative or not finite.
  case badWeight(row: Int)
  /// The output activation does not fit the loss.
  case outputDoesNotFit(activation: String, loss: String)
  /// The loss is not defined for smoothed labels.
  case smoothingDoesNotFit(loss: String)
  /// The solver cannot minimize this objective, for a reason such as "l1 above 0".
  case solverDoesNotFit(solver: LinearSolver, reason: String)
  /// The optimizer cannot minimize this objective because of a setting, such as "model.dropout".
  case optimizerDoesNotFit(optimizer: String, setting: SettingPath, reason: String)
  /// A frozen layer is not a layer of the network.
  case unknownLayer(String, layers: [String])
  /// Every layer is frozen.
  case nothingToTrain(layers: [String])
  /// The checkpoint does not belong to this training.
  case checkpointDoesNotFit(CheckpointError)
}
