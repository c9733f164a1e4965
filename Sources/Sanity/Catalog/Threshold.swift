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
  // Data.
  static let nearConstantCorrelation = Threshold(
    "SD03", 0.999, "absolute correlation from which two inputs count as one")
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
  static let labelDrift = Threshold(
    "SD15", 0.1, "total variation (classes) or Kolmogorov-Smirnov distance (numbers) from train")
  static let sentinelGap = Threshold(
    "SD17", 3, "distance of a code such as -999 from other values, in spans of those")
  static let scaleRatio = Threshold.fixed(
    "SD17", 10, "ratio of a column's quartile distance between two parts")

  // The initial state.
  static let formula = Threshold(
    "SI02", 1e-3, "relative difference between the loss and its formula applied to the outputs")
  static let initialLoss = Threshold(
    "SI03", 3, "initial loss in units of the loss of the best constant prediction")
  static let initialOffset = Threshold.fixed(
    "SI03", 10, "the same for numbers, where an offset of three standard deviations gives 10")
  static let gradient = Threshold(
    "SI10", 1e-4, "relative difference between a derivative and its central difference")
  static let learningRate = Threshold(
    "SI18", 1, "learning rate in units of the largest one that converges")

  // The small subset.
  static let overfitLoss = Threshold(
    "SO01", 0.05, "cross-entropy above the least possible that counts as fitted")
  static let overfitPatientLoss = Threshold.fixed(
    "SO01", 0.1, "cross-entropy that counts once all rows were right for ten steps")
  static let overfitVariance = Threshold.fixed(
    "SO01", 1e-3, "share of the target's variance left unexplained that counts as fitted")
  static let overfitOptimum = Threshold.fixed(
    "SO01", 0.02, "distance of a convex model from its optimum, in units of prior to optimum")
  static let overfitSteps = Threshold.fixed(
    "SO01", 500, "steps before it is asked whether to go on")
  static let regularizedSkill = Threshold(
    "SO02", 0.5, "share of the fit without regularisers that must remain with them")
  static let descent = Threshold(
    "SO03", 0.1, "deviation of the measured descent from the predicted one")

  // After the training.
  static let progress = Threshold(
    "ST03", 3, "standard errors by which the train loss must lie below the prior's")
  static let beatsConstant = Threshold(
    "SE01", 2, "standard errors by which the model must beat the best constant prediction")
  static let collapse = Threshold(
    "SE12", 0.99, "share of rows with the same predicted class")
  static let collapsePrior = Threshold.fixed(
    "SE12", 0.95, "share of the commonest class above which a collapse is no news")
  static let collapseVariance = Threshold.fixed(
    "SE12", 1e-6, "variance of the predictions in units of the target's")
}
