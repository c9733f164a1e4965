public import Diagnostics

/// A loaded and split dataset with warnings.
public struct LoadedDataset: Sendable {
  public let dataset: Dataset
  public let warnings: [Diagnostic]
  /// Labels that were merged with another spelling of the same label; the gate reports them.
  public let labelRepairs: [LabelRepair]
  /// Labels that look like another one and were not merged; the gate reports them.
  public let labelLookalikes: [LabelRepair]
  /// Tables read from the cache or written to it.
  public let cacheUses: [CacheUse]

  public init(
    dataset: Dataset, warnings: [Diagnostic] = [], labelRepairs: [LabelRepair] = [],
    labelLookalikes: [LabelRepair] = [], cacheUses: [CacheUse] = []
  ) {
    self.dataset = dataset
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
