extension SettingPath {
  public static let name: SettingPath = "name"
  public static let features: SettingPath = "data.features"
  public static let missing: SettingPath = "data.csv.missing"
  public static let splitMethod: SettingPath = "data.split.by"
  public static let splitRepeats: SettingPath = "data.split.repeats"
  public static let splitSeed: SettingPath = "data.split.seed"
  public static let preprocessing: SettingPath = "preprocessing"
  public static let model: SettingPath = "model"

  public static let inputScale: SettingPath = "preprocessing.scale"
  public static let targetScale: SettingPath = "preprocessing.target_scale"

  public static let modelL1: SettingPath = "model.l1"
  public static let modelL2: SettingPath = "model.l2"
  public static let fitIntercept: SettingPath = "model.fit_intercept"
  public static let solver: SettingPath = "model.solver"
  public static let maxIterations: SettingPath = "model.max_iterations"
  public static let tolerance: SettingPath = "model.tolerance"
  public static let hidden: SettingPath = "model.hidden"
  public static let activation: SettingPath = "model.activation"
  public static let initialization: SettingPath = "model.initialization"
  public static let initializationScale: SettingPath = "model.initialization_scale"
  public static let biasInitialization: SettingPath = "model.bias_initialization"
  public static let outputActivation: SettingPath = "model.output.activation"
  public static let outputBias: SettingPath = "model.output.bias"
  public static let outputBiasInitialization: SettingPath = "model.output.bias_initialization"
  public static let dropout: SettingPath = "model.dropout"
  public static let frozen: SettingPath = "model.frozen"

  public static let loss: SettingPath = "training.loss"
  public static let reduction: SettingPath = "training.reduction"
  public static let labelSmoothing: SettingPath = "training.label_smoothing"
  public static let classWeights: SettingPath = "training.class_weights"
  public static let optimizer: SettingPath = "training.optimizer"
  public static let learningRate: SettingPath = "training.optimizer.learning_rate"
  public static let weightDecay: SettingPath = "training.optimizer.weight_decay"
  public static let schedule: SettingPath = "training.schedule"
  public static let decayFactor: SettingPath = "training.schedule.gamma"
  public static let l1: SettingPath = "training.l1"
  public static let l2: SettingPath = "training.l2"
  public static let clipNorm: SettingPath = "training.clip_norm"
  public static let batchSize: SettingPath = "training.batch_size"
  public static let shuffle: SettingPath = "training.shuffle"
  public static let epochs: SettingPath = "training.epochs"
  public static let seed: SettingPath = "training.seed"

  public static let intervalLevel: SettingPath = "evaluation.interval_level"
  public static let resamples: SettingPath = "evaluation.resamples"

  /// All of the constants.
  static let named: [SettingPath] = [
    .name, .splitRepeats, .splitSeed, .preprocessing, .model, .inputScale, .targetScale, .modelL1,
    .modelL2,
    .fitIntercept,
    .solver, .maxIterations, .tolerance, .hidden, .activation, .initialization,
    .initializationScale, .biasInitialization, .outputActivation, .outputBias,
    .outputBiasInitialization, .dropout, .frozen, .loss, .reduction, .labelSmoothing,
    .classWeights, .optimizer, .learningRate, .weightDecay, .schedule, .decayFactor, .l1, .l2,
    .clipNorm,
    .batchSize, .shuffle, .epochs, .seed, .intervalLevel, .resamples,
  ]
}
