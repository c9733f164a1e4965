public import Diagnostics

/// A loaded and split dataset with warnings.
public struct LoadedDataset: Sendable {
  public let dataset: Dataset
  /// Equal rows, and how the split treated them; nil where the split did not look for them.
  public let repeats: RepeatedRows?
  public let warnings: [Diagnostic]
  /// Labels that were merged with another spelling of the same label; the gate reports them.
  public let labelRepairs: [LabelRepair]
  /// Labels that look like another one and were not merged; the gate reports them.
  public let labelLookalikes: [LabelRepair]
  /// Tables read from the cache or written to it.
  public let cacheUses: [CacheUse]

  public init(
    dataset: Dataset, repeats: RepeatedRows? = nil, warnings: [Diagnostic] = [],
    labelRepairs: [LabelRepair] = [],
    labelLookalikes: [LabelRepair] = [], cacheUses: [CacheUse] = []
  ) {
    self.dataset = dataset
    self.repeats = repeats
    self.warnings = warnings
    self.labelRepairs = labelRepairs
    self.labelLookalikes = labelLookalikes
    self.cacheUses = cacheUses
  }
}

/// A label that is, or may be, another spelling of a second one.
public struct LabelRepair: Sendable, Hashable, Codable {
  public let from: String
  public let to: String
  public let rowCount: Int
  public let file: String

  public init(from: String, to: String, rowCount: Int, file: String) {
    self.from = from
    self.to = to
    self.rowCount = rowCount
    self.file = file
  }
}
