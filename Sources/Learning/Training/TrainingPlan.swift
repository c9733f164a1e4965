public import LinearAlgebra

/// How a model is trained: the spec's `training` section, checked.
///
/// Solvers of linear models read the parts that mean something to them (class weights, seed,
/// precision); gradient training reads all of it.
public struct TrainingPlan: Sendable {
  public var loss: LossKind
  public var reduction: Reduction
  public var labelSmoothing: Double
  public var classWeights: ClassWeights
  public var optimizer: any Optimizer
  public var schedule: any Schedule
  public var l1: Double
  public var l2: Double
  /// The largest Euclidean norm of the gradient; nil does not clip.
  public var clipNorm: Double?
  public var batchSize: Int
  /// How many batches the gradients of a step are added up over.
  public var accumulation: Int
  public var isShuffled: Bool
  public var budget: Budget
  public var earlyStopping: EarlyStopping?
  /// Stops as soon as the training loss (on the rows of the step) is at most this, and, for
  /// classes, each row is right; nil trains to the end of the budget. For the overfit check.
  public var target: StepTarget?
  public var precision: Precision
  public var seed: UInt64

  public init(
    loss: LossKind = .auto, reduction: Reduction = .mean, labelSmoothing: Double = 0,
    classWeights: ClassWeights = .none, optimizer: any Optimizer, schedule: any Schedule,
    l1: Double = 0, l2: Double = 0, clipNorm: Double? = nil, batchSize: Int,
    accumulation: Int = 1, isShuffled: Bool = true, budget: Budget,
    earlyStopping: EarlyStopping? = nil, target: StepTarget? = nil, precision: Precision = .float,
    seed: UInt64
  ) {
    self.loss = loss
    self.reduction = reduction
    self.labelSmoothing = labelSmoothing
    self.classWeights = classWeights
    self.optimizer = optimizer
    self.schedule = schedule
    self.l1 = l1
    self.l2 = l2
    self.clipNorm = clipNorm
    self.batchSize = max(1, batchSize)
    self.accumulation = max(1, accumulation)
    self.isShuffled = isShuffled
    self.budget = budget
    self.earlyStopping = earlyStopping
    self.target = target
    self.precision = precision
    self.seed = seed
  }
}

extension TrainingPlan {
  /// How many of `rowCount` rows a step uses.
  public func rowsPerStep(of rowCount: Int) -> Int {
    if case .fullBatch = optimizer.method { return max(1, rowCount) }
    let (product, overflows) = max(1, batchSize).multipliedReportingOverflow(by: accumulation)
    return overflows ? max(1, rowCount) : min(product, max(1, rowCount))
  }
}

/// How long to train.
public enum Budget: Sendable, Hashable, Codable {
  case epochs(Int)
  case steps(Int)
}

/// Whether a batch's loss is the mean or the sum over its rows.
public enum Reduction: String, Sendable, Hashable, Codable {
  case mean, sum
}

/// How much each class counts in the loss.
public enum ClassWeights: Sendable, Hashable, Codable {
  case none
  /// n / (classCount · rows of the class).
  case balanced
  /// One weight for each class index.
  case perClass([Double])
}

/// When the training loss is low enough to stop a trial on few rows.
public struct StepTarget: Sendable, Hashable {
  public let loss: Double
  /// Every row must be classified right as well.
  public let needsAllRight: Bool
  /// A looser loss that also counts once all rows have been right for this many steps in a row.
  public let patientLoss: Double?
  public let patientSteps: Int

  public init(
    loss: Double, needsAllRight: Bool = false, patientLoss: Double? = nil, patientSteps: Int = 10
  ) {
    self.loss = loss
    self.needsAllRight = needsAllRight
    self.patientLoss = patientLoss
    self.patientSteps = patientSteps
  }
}

/// Stops when the dev metric has not improved for `patience` epochs and keeps the best epoch's
/// parameters.
public struct EarlyStopping: Sendable {
  public let metric: DevMetric
  public let patience: Int

  public init(metric: DevMetric, patience: Int) {
    self.metric = metric
    self.patience = patience
  }
}

/// A metric of the dev rows that training can watch without knowing what metrics there are.
public struct DevMetric: Sendable {
  public let name: String
  public let isHigherBetter: Bool
  /// From the model's outputs on the dev rows, as `FittedModel.outputs` gives them.
  public let value: @Sendable (Matrix) -> Double

  public init(
    name: String, isHigherBetter: Bool, value: @escaping @Sendable (Matrix) -> Double
  ) {
    self.name = name
    self.isHigherBetter = isHigherBetter
    self.value = value
  }
}
