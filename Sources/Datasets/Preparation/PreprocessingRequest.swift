/// How columns become inputs: the `preprocessing` section, checked.
public struct PreprocessingRequest: Sendable, Hashable, Codable {
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// (x - mean) / deviation, with the population's deviation.
    case standard
    /// (x - least) / (greatest - least).
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
    /// One input for each level, 1 where the row has it.
    case oneHot = "one_hot"
    /// One input: the level's position in the sorted levels.
    case ordinal
  }

  /// What a level that no training row has becomes.
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
  /// Whether a column with missing training cells gets an input that says where they are.
  public var indicators: Bool
  public var encode: Encoding
  public var unknownCategory: UnknownCategory
  public var targetScale: TargetScale
  /// Inputs are cut to [-clip, clip] after scaling.
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
