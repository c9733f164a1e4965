public import Schema

/// Data ready to be prepared for a model: a table, what its columns mean, and its split.
public struct Dataset: Sendable {
  public let table: Table
  public let schema: TableSchema
  public let split: Split

  public init(table: Table, schema: TableSchema, split: Split) {
    self.table = table
    self.schema = schema
    self.split = split
  }
}

/// What the columns of a table mean.
public struct TableSchema: Sendable, Codable {
  public let task: PredictionTask
  public let target: String
  /// Names of the classes by index, sorted, the positive one last when there are two.
  public let classNames: [String]
  public let features: [Feature]
  public let rowID: String?
  public let weight: String?

  public struct Feature: Sendable, Hashable, Codable {
    public let name: String
    public let role: FeatureRole
    /// Whether the spec said so or Assay inferred it, and from what.
    public let reason: String

    public init(name: String, role: FeatureRole, reason: String) {
      self.name = name
      self.role = role
      self.reason = reason
    }
  }

  public init(
    task: PredictionTask, target: String, classNames: [String], features: [Feature],
    rowID: String?, weight: String?
  ) {
    self.task = task
    self.target = target
    self.classNames = classNames
    self.features = features
    self.rowID = rowID
    self.weight = weight
  }
}

/// Row ids of each part, ascending.
public struct Split: Sendable, Equatable {
  public let train: [Int]
  public let dev: [Int]
  public let test: [Int]

  public init(train: [Int], dev: [Int], test: [Int]) {
    self.train = train
    self.dev = dev
    self.test = test
  }
}

/// The parts of a split, by the names users know.
public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
  case train, dev, test
}

extension Split {
  public subscript(part: Part) -> [Int] {
    switch part {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }
}
