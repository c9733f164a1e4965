/// The model of a run.
public struct ModelRecord: Sendable, Hashable, Codable {
  /// The catalog name.
  public var kind: String
  /// For a headline: "mlp 64-32".
  public var title: String
  public var parameterCount: Int
  /// Size of `model.safetensors`.
  public var byteCount: Int
  /// Size of the file that is deployed, where `deployment.target` asks for another than that.
  public var deployedByteCount: Int?
  /// Memory of the parameters, of their copy in the kernels' order and of a row's values.
  public var predictionByteCount: Int?

  public init(kind: String, title: String, parameterCount: Int, byteCount: Int) {
    self.kind = kind
    self.title = title
    self.parameterCount = parameterCount
    self.byteCount = byteCount
  }
}

/// The history of a training.
public struct TrainingRecord: Sendable, Hashable, Codable {
  /// A sentence: "stopped after epoch 23: no gain on dev log_loss for 5 epochs".
  public var ending: String
  /// Name of the loss, for axis titles.
  public var loss: String
  /// Solver and why it was chosen, for linear models.
  public var solver: String?
  public var epochs: [Epoch]
  public var stepCount: Int
  public var seconds: Double
  public var rowsPerSecond: Double
  /// The epoch whose parameters were kept, where early stopping chose one.
  public var bestEpoch: Int?
  /// Whether the losses are of a target that was scaled for training, not in the unit of the data.
  public var isTargetScaled: Bool?

  public struct Epoch: Sendable, Hashable, Codable {
    public var epoch: Int
    public var step: Int
    public var trainLoss: Double
    public var devLoss: Double?
    public var devMetric: Double?
    public var learningRate: Double?
    public var gradientNorm: Double?

    public init(
      epoch: Int, step: Int, trainLoss: Double, devLoss: Double?, devMetric: Double?,
      learningRate: Double?, gradientNorm: Double?
    ) {
      self.epoch = epoch
      self.step = step
      self.trainLoss = trainLoss
      self.devLoss = devLoss
      self.devMetric = devMetric
      self.learningRate = learningRate
      self.gradientNorm = gradientNorm
    }
  }

  public init(
    ending: String, loss: String, solver: String?, epochs: [Epoch], stepCount: Int,
    seconds: Double, rowsPerSecond: Double, bestEpoch: Int?
  ) {
    self.ending = ending
    self.loss = loss
    self.solver = solver
    self.epochs = epochs
    self.stepCount = stepCount
    self.seconds = seconds
    self.rowsPerSecond = rowsPerSecond
    self.bestEpoch = bestEpoch
  }
}
