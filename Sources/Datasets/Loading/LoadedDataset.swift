public import Diagnostics

/// Data that was read, checked and split, with what was met on the way.
public struct LoadedDataset: Sendable {
  public let dataset: Dataset
  public let warnings: [Diagnostic]
  /// Labels that were read as another spelling of the same label: the gate reports them.
  public let labelRepairs: [LabelRepair]
  /// Labels that look like another one and were left alone: likewise.
  public let labelLookalikes: [LabelRepair]
  /// Tables that were taken from the cache, or put into it.
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

/// A label of a file that is, or seems to be, another spelling of a label.
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
