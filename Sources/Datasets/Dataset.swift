public import Schema

/// A table with the roles of its columns and its split.
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

/// Roles of the columns of a table.
public struct TableSchema: Sendable, Codable {
  public let task: PredictionTask
  public let target: String
  /// Sorted names of the classes; of two, the positive one is last.
  public let classNames: [String]
  public let features: [Feature]
  /// The column `data.row_id`: its cells name the rows in reports. Not the ids of the rows.
  public let rowIDColumn: String?
  public let weight: String?

  public struct Feature: Sendable, Hashable, Codable {
    public let name: String
    public let role: FeatureRole
    /// Why it has this role: from the spec, or what it was inferred from.
    public let reason: String
    /// The column of dates that it is made of; nil for a column of the files.
    public let dates: String?

    public init(name: String, role: FeatureRole, reason: String, madeOf dates: String? = nil) {
      self.name = name
      self.role = role
      self.reason = reason
      self.dates = dates
    }
  }

  public init(
    task: PredictionTask, target: String, classNames: [String], features: [Feature],
    rowIDColumn: String?, weight: String?
  ) {
    self.task = task
    self.target = target
    self.classNames = classNames
    self.features = features
    self.rowIDColumn = rowIDColumn
    self.weight = weight
  }

  /// The keys of `model.json`.
  private enum CodingKeys: String, CodingKey {
    case task, target, classNames, features
    case rowIDColumn = "rowID"
    case weight
  }
}

/// Row ids of each split, ascending.
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

extension Split {
  public subscript(part: Part) -> [Int] {
    switch part {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }
}
