/// The checked `preprocessing` section of a spec.
public struct PreprocessingRequest: Sendable, Hashable, Codable {
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// (x - mean) / standard deviation of the population.
    case standard
    /// (x - minimum) / (maximum - minimum).
    case minMax = "min_max"
    /// (x - median) / (third quartile - first quartile).
    case robust
    case none
  }

  public enum Imputation: Sendable, Hashable, Codable {
    case mean
    case median
    case mostFrequent
    case constant(Double)
    /// A missing cell is an error.
    case none
  }

  public enum Encoding: String, Sendable, Hashable, Codable, CaseIterable {
    /// One input for each level: 1 for the level of the row, else 0.
    case oneHot = "one_hot"
    /// One input: the index of the level among the sorted levels.
    case ordinal
  }

  /// Treatment of levels that do not occur in the training rows.
  public enum UnknownCategory: String, Sendable, Hashable, Codable, CaseIterable {
    /// Zeros when one-hot; -1 when ordinal.
    case ignore
    case error
  }

  public enum TargetScale: String, Sendable, Hashable, Codable, CaseIterable {
    case standard, none
  }

  public var scale: Scale
  public var impute: Imputation
  /// Whether a column with missing training cells gets an indicator input.
  public var indicators: Bool
  public var encode: Encoding
  public var unknownCategory: UnknownCategory
  public var targetScale: TargetScale
  /// Inputs are clipped to [-clip, clip] after scaling.
  public var clip: Double?

  public init(
    scale: Scale, impute: Imputation, indicators: Bool, encode: Encoding,
    unknownCategory: UnknownCategory, targetScale: TargetScale, clip: Double? = nil
  ) {
    self.scale = scale
    self.impute = impute
    self.indicators = indicators
    self.encode = encode
    self.unknownCategory = unknownCategory
    self.targetScale = targetScale
    self.clip = clip
  }
}
