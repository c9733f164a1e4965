/// A limit of a check, with what it limits.
public struct Threshold: Sendable, Hashable {
  /// The code of its check.
  public let code: String
  public let value: Double
  /// What the number counts: "rows of the commonest class for each of the rarest".
  public let meaning: String
  /// Whether a spec may change it, under the check's code: true of one limit of a check.
  public let isOverridable: Bool

  init(_ code: String, _ value: Double, _ meaning: String) {
    self.init(code: code, value: value, meaning: meaning, isOverridable: true)
  }

  private init(code: String, value: Double, meaning: String, isOverridable: Bool) {
    self.code = code
    self.value = value
    self.meaning = meaning
    self.isOverridable = isOverridable
  }

  /// A limit that is a part of the check's definition.
  static func fixed(_ code: String, _ value: Double, _ meaning: String) -> Threshold {
    Threshold(code: code, value: value, meaning: meaning, isOverridable: false)
  }
}

/// Every limit of every check: the one place to look, and to change.
///
/// A spec may override one limit of each check by the check's code; the fixed ones are parts of
/// the check's definition.
enum Thresholds {
  // The spec.
  static let weightSpread = Threshold(
    "SS08", 3, "factor beyond the spread of the usual schemes")
  static let frozenWidth = Threshold(
    "SS09", 5, "units of a frozen layer for each of its inputs")
  static let plainDepth = Threshold("SS15", 10, "hidden layers without a normalisation")
  static let reach = Threshold(
    "SS11", 0.1, "how far the weights can move, in units of their size")
  static let classWeights = Threshold("SS13", 100, "largest class weight over the smallest")

  // Data.
  static let nearConstantCorrelation = Threshold(
    "SD03", 0.999, "absolute correlation from which two inputs count as one")
  static let magnitude = Threshold(
    "SD04", 100, "root mean square of an input, over the median input's and by itself")
  static let imbalance = Threshold(
    "SD06", 10, "rows of the commonest class for each row of the rarest")
  static let conflicts = Threshold(
    "SD07", 0, "share of train rows that have a twin with another target")
  static let duplicates = Threshold(
    "SD08", 0, "share of train rows that repeat another row, beyond what chance explains")
  static let contamination = Threshold(
    "SD09", 0.01, "share of dev or test rows found in train, beyond what chance explains")
  static let contaminationWarning = Threshold.fixed(
    "SD09", 0.001, "share of dev or test rows in train from which it is told")
  static let leak = Threshold(
    "SD10", 0.95, "share of the target's variation that one column alone foretells")
  static let leakGap = Threshold.fixed("SD10", 0.05, "lead of that column over the next best one")
  static let idUniqueness = Threshold("SD11", 0.95, "distinct values for each row of a column")
  static let alignment = Threshold(
    "SD12", 5, "paired standard errors by which another row's target is foretold better")
  static let order = Threshold("SD13", 6, "standard deviations of the runs test")
  static let inputDrift = Threshold(
    "SD14", 0.1, "distance of a column's distribution from train's")
  static let labelDrift = Threshold(
    "SD15", 0.1, "total variation (classes) or Kolmogorov-Smirnov distance (numbers) from train")
  static let classLoss = Threshold.fixed(
    "SD15", 3, "how many times as often a class stands in another part as in train")
  static let sentinelGap = Threshold(
    "SD17", 3, "distance of a code such as -999 from other values, in spans of those")
  static let scaleRatio = Threshold.fixed(
    "SD17", 10, "ratio of a column's quartile distance between two parts")
  static let groupShare = Threshold(
    "SD19", 0.5, "share of dev or test rows whose group train has")
  static let anySignal = Threshold(
    "SD20", 0.05, "share of shuffled targets that are foretold as well as the real ones")
  static let labelNoise = Threshold("SD21", 0.1, "share of the surest rows that have another label")
  static let judgedRows = Threshold("SD22", 100, "rows to judge on")
  static let unseen = Threshold(
    "SD23", 0, "share of rows with a category that train lacks, beyond what chance explains")

  static let preparedAlike = Threshold(
    "SD24", 0.1, "share of a part's cells that were prepared otherwise than train's")
  static let transfer = Threshold(
    "SD25", 4, "standard errors between the errors on two parts")
  static let transferGap = Threshold.fixed(
    "SD25", 0.2, "the same in units of the best constant's error")
  static let transferRatio = Threshold.fixed(
    "SD25", 0.5, "the same in units of the smaller error")
  static let nearTwins = Threshold(
    "SD26", 0.1, "share of rows with a near copy in train, beyond that among train rows")

  // The initial state.
  static let formula = Threshold(
    "SI02", 1e-3, "relative difference between the loss and its formula applied to the outputs")
  static let initialLoss = Threshold(
    "SI03", 3, "initial loss in units of the loss of the best constant prediction")
  static let initialOffset = Threshold.fixed(
    "SI03", 10, "the same for numbers, where an offset of three standard deviations gives 10")
  static let prior = Threshold(
    "SI04", 0.5, "nats between the mean prediction at the start and the class shares")
  static let signalSpread = Threshold(
    "SI05", 1e3, "spread of a layer's outputs between rows, or one over it")
  static let deadUnits = Threshold(
    "SI06", 0.5, "share of a layer's units that give 0 for every row")
  static let deadLayer = Threshold.fixed("SI06", 0.9, "the same, from which it stops")
  static let saturation = Threshold("SI07", 0.5, "share of a layer's units at their bounds")
  static let saturatedUnit = Threshold.fixed(
    "SI07", 0.95, "mean distance from the middle, of the largest, of a unit at its bounds")
  static let gradientRatio = Threshold(
    "SI09", 70, "gradient of the first layer over that of the last")
  static let gradientFloor = Threshold.fixed(
    "SI09", 1e-3, "the same, below which it vanishes")
  static let gradient = Threshold(
    "SI10", 1e-4, "relative difference between a derivative and its central difference")
  static let dropoutShift = Threshold(
    "SI17", 3, "loss with dropout over that without, or its inverse")
  static let penaltyRatio = Threshold(
    "SI19", 2, "gradient of the penalties over that of the loss, at the start")
  static let penaltyRoom = Threshold(
    "SI20", 0.5, "largest fall of the loss that penalties allow, over what a ridge probe gains")
  static let offset = Threshold(
    "SI21", 0.2, "share of the squared error without an intercept that one would take away")
  static let learningRate = Threshold(
    "SI18", 1, "learning rate in units of the largest one that converges")

  // The small subset.
  static let overfitLoss = Threshold(
    "SO01", 0.05, "cross-entropy above the least possible that counts as fitted")
  static let overfitPatientLoss = Threshold.fixed(
    "SO01", 0.1, "cross-entropy that counts once all rows were right for ten steps")
  static let overfitVariance = Threshold.fixed(
    "SO01", 1e-3, "share of the target's variance left unexplained that counts as fitted")
  static let overfitRest = Threshold.fixed(
    "SO01", 0.05, "share of the loss left over at which it warns instead of stopping the run")
  static let overfitOptimum = Threshold.fixed(
    "SO01", 0.02, "distance of a convex model from its optimum, in units of prior to optimum")
  static let overfitSteps = Threshold.fixed(
    "SO01", 500, "steps before it is asked whether to go on")
  static let regularizedSkill = Threshold(
    "SO02", 0.5, "share of the fit without regularisers that must remain with them")
  static let randomSteps = Threshold(
    "SO11", 1, "steps to fit shuffled targets over those to fit the real ones")
  static let updateRatio = Threshold(
    "SO12", 0.1, "change of the weights in a step, in units of their size")
  static let updateFloor = Threshold.fixed("SO12", 1e-5, "the same, below which nothing moves")
  static let descent = Threshold(
    "SO03", 0.1, "deviation of the measured descent from the predicted one")

  static let capacity = Threshold(
    "SO08", 0.05, "rise of the subset's loss when the layers are twice as wide, as a share of it")
  static let budgetGain = Threshold(
    "SO13", 0.05, "share of what four times the steps would gain that the budget misses")
  static let budgetRatio = Threshold.fixed(
    "SO13", 0.25, "share of the loss that four times the steps would take away")
  static let budgetMost = Threshold.fixed(
    "SO13", 0.5, "share of the gain that counts however small it is beside the loss")
  static let budgetScore = Threshold.fixed("SO13", 4, "standard errors of that gain")
  static let budgetSteps = Threshold.fixed("SO13", 300, "steps up to which a pilot is run")

  static let batchNoise = Threshold(
    "SO14", 0.1, "share of the gain over a constant that the chance of the batches costs")
  static let batchRows = Threshold.fixed("SO14", 4, "rows a step up to which it is asked")

  // The training.
  static let divergence = Threshold(
    "ST02", 2, "loss in units of that at the start, for three windows in a row")
  static let collapseSpread = Threshold.fixed(
    "ST12", 1e-4, "largest deviation between rows of a predicted probability")
  static let oscillation = Threshold(
    "ST05", 0.1, "size of the swings in units of the whole fall of the loss")
  static let deadAfter = Threshold("ST06", 0.5, "share of a layer's units that are dead")
  static let saturatedAfter = Threshold("ST07", 0.5, "share of a layer's units at their bounds")
  static let clipShare = Threshold("ST08", 0.5, "share of the steps that were clipped")
  static let weightGrowth = Threshold("ST10", 100, "norm of the parameters over their early one")
  static let gap = Threshold("ST11", 0.1, "rise of the dev loss from its best, as a share of it")
  static let metricCorrelation = Threshold("ST14", 0.5, "correlation of the wrong sign")
  static let sawtooth = Threshold(
    "ST15", 0.25, "leap of the loss at an epoch's border, as a share of it")
  static let stillFalling = Threshold("ST16", 0.05, "fall of the loss in the last tenth")
  static let progress = Threshold(
    "ST03", 3, "standard errors by which the train loss must lie below the prior's")
  static let beatsConstant = Threshold(
    "SE01", 2, "standard errors by which the model must beat the best constant prediction")
  static let tooGood = Threshold("SE02", 0.1, "loss in units of the best constant's")
  static let shuffledGain = Threshold(
    "SE03", 5, "standard errors by which a model of shuffled targets beats a constant")
  static let devTestGap = Threshold("SE05", 3, "standard errors between test and dev loss")
  static let unusedInput = Threshold(
    "SE08", 1e-6, "largest change of an output, in units of their deviation")
  static let keptShare = Threshold(
    "SE09", 0.5, "share of what was gained on train that is gained on other rows")
  static let missedClassRows = Threshold("SE13", 20, "rows of a class that must have one found")
  static let collapse = Threshold(
    "SE12", 0.99, "share of rows with the same predicted class")
  static let collapsePrior = Threshold.fixed(
    "SE12", 0.95, "share of the commonest class above which a collapse is no news")
  static let collapseVariance = Threshold.fixed(
    "SE12", 1e-6, "variance of the predictions in units of the target's")
}
