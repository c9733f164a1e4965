public import LinearAlgebra
public import Schema

/// The checked settings of the `training` section.
///
/// Gradient training reads all of them; solvers read only some (class weights, penalties, seed).
public struct TrainingPlan: Sendable {
  public var loss: LossKind
  public var reduction: Reduction
  public var labelSmoothing: Double
  public var classWeights: ClassWeights
  public var optimizer: any Optimizer
  public var schedule: any Schedule
  public var l1: Double
  public var l2: Double
  /// Largest Euclidean norm of the gradient; nil for no clipping.
  public var clipNorm: Double?
  public var batchSize: Int
  /// Number of batches whose gradients are added up for a step.
  public var accumulation: Int
  public var isShuffled: Bool
  public var budget: Budget
  public var earlyStopping: EarlyStopping?
  /// Stops as soon as the training loss on the rows of the step reaches this target; nil trains to
  /// the end of the budget. For the overfit check.
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
  /// Number of rows of a step, out of `rowCount`.
  public func rowsPerStep(of rowCount: Int) -> Int {
    if case .fullBatch = optimizer.method { return max(1, rowCount) }
    let (product, overflows) = max(1, batchSize).multipliedReportingOverflow(by: accumulation)
    return overflows ? max(1, rowCount) : min(product, max(1, rowCount))
  }
}

/// The length of a training.
public enum Budget: Sendable, Hashable, Codable {
  case epochs(Int)
  case steps(Int)
}

/// Whether the loss of a batch is the mean or the sum over its rows.
public enum Reduction: String, Sendable, Hashable, Codable {
  case mean, sum
}

/// The weights of the classes in the loss.
public enum ClassWeights: Sendable, Hashable, Codable {
  case none
  /// n / (classCount · rows of the class).
  case balanced
  /// One weight for each class index.
  case perClass([Double])
}

/// The training loss at which a training on few rows stops.
public struct StepTarget: Sendable, Hashable {
  public let loss: Double
  /// Whether all rows must be correctly classified as well.
  public let needsAllRight: Bool
  /// A higher loss that is enough after this many consecutive steps with all rows correctly
  /// classified.
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

/// Early stopping: stops after `patience` epochs without improvement of the dev metric and restores
/// the parameters of the best epoch.
public struct EarlyStopping: Sendable {
  public let metric: DevMetric
  public let patience: Int

  public init(metric: DevMetric, patience: Int) {
    self.metric = metric
    self.patience = patience
  }
}

/// A metric on the dev rows, as a function.
public struct DevMetric: Sendable {
  public let name: String
  public let isHigherBetter: Bool
  /// The metric of the model's outputs on the dev rows, in the form of `FittedModel.outputs`.
  public let value: @Sendable (Matrix) -> Double

  public init(
    name: String, isHigherBetter: Bool, value: @escaping @Sendable (Matrix) -> Double
  ) {
    self.name = name
    self.isHigherBetter = isHigherBetter
    self.value = value
  }
}
