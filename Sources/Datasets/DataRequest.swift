public import Schema

/// The checked `data` section of a spec, with the locations of its keys.
public struct DataRequest: Sendable {
  public var source: Source
  public var format: Format?
  public var csv: CSVOptions
  /// nil for the label file of an IDX source; other sources must name their target.
  public var target: String?
  public var positive: String?
  public var task: PredictionTask?
  /// Roles by column; those of the others are inferred.
  public var features: [String: FeatureRole]
  public var rowIDColumn: String?
  public var weight: String?
  public var split: SplitRequest
  /// Largest number of rows to read from each file.
  public var limit: Int?
  /// Mapping from spellings of a label to the label.
  public var labelMap: [String: String]
  /// Whether rows without a target are left out instead of being an error.
  public var dropsRowsWithoutTarget: Bool
  /// A folder that keeps what text was read as; nil: nothing is kept.
  public var cache: String?
  /// Locations of the keys in the user's text, by dotted path below `data`: "target",
  /// "features.age", "source.train".
  public var marks: [String: Mark]

  public init(
    source: Source, format: Format? = nil, csv: CSVOptions = CSVOptions(), target: String? = nil,
    positive: String? = nil, task: PredictionTask? = nil, features: [String: FeatureRole] = [:],
    rowIDColumn: String? = nil, weight: String? = nil, split: SplitRequest, limit: Int? = nil,
    labelMap: [String: String] = [:], dropsRowsWithoutTarget: Bool = false, cache: String? = nil,
    marks: [String: Mark] = [:]
  ) {
    self.source = source
    self.format = format
    self.csv = csv
    self.target = target
    self.positive = positive
    self.task = task
    self.features = features
    self.rowIDColumn = rowIDColumn
    self.weight = weight
    self.split = split
    self.limit = limit
    self.labelMap = labelMap
    self.dropsRowsWithoutTarget = dropsRowsWithoutTarget
    self.cache = cache
    self.marks = marks
  }

  /// One file to be split, or one for each split.
  public enum Source: Sendable, Hashable {
    case file(FilePath)
    case parts(train: FilePath, dev: FilePath?, test: FilePath?)
  }

  /// A file, for images with its file of labels, for a database with a query.
  public struct FilePath: Sendable, Hashable {
    public let path: String
    public let labels: String?
    /// Whether the file is a SQLite database, whatever its name.
    public let isDatabase: Bool
    /// The query of a database's rows; nil: all rows of its only table.
    public let query: String?

    public init(_ path: String, labels: String? = nil) {
      self.path = path
      self.labels = labels
      isDatabase = false
      query = nil
    }

    /// A SQLite database.
    public init(database path: String, query: String?) {
      self.path = path
      labels = nil
      isDatabase = true
      self.query = query
    }
  }

  /// Whether any file is delimited text; a file that cannot be read is taken for one.
  public var hasDelimitedText: Bool {
    let files: [FilePath] =
      switch source {
      case .file(let file): [file]
      case .parts(let train, let dev, let test): [train] + [dev, test].compactMap { $0 }
      }
    return files.contains { file in
      guard let format = try? self.format(of: file) else { return true }
      return format == .csv || format == .tsv
    }
  }

  /// nil in a request infers the format from the name and first bytes; gzip is always detected.
  public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    case csv, tsv, idx, npy, svmlight, sqlite
  }
}

/// Role of a column.
public enum FeatureRole: String, Sendable, Hashable, Codable, CaseIterable {
  case number, category
  /// Dates and times, from which numeric inputs are made.
  case date
  case drop

  /// The same role among those of all columns.
  public var columnRole: ColumnRole {
    switch self {
    case .number: .number
    case .category: .category
    case .date: .date
    case .drop: .drop
    }
  }
}

/// Split of the rows into train, dev and test.
public struct SplitRequest: Sendable, Hashable {
  public enum Method: Sendable, Hashable {
    case random
    case stratified
    /// The rows of a group stay in one split.
    case group(column: String)
    /// Train first, test last.
    case time(column: String)
    /// The split that the column names.
    case column(String)
    /// Row i is a test row if i % period == remainder: reproducible without a generator.
    case everyNth(period: Int, remainder: Int)
  }

  /// Whether equal rows stay in one part, where the spec says so.
  public enum Repeats: String, Sendable, Hashable, CaseIterable {
    /// Equal rows are in one part: a random split draws them as one; otherwise the train and dev
    /// rows that a later part repeats are left out.
    case together
    /// Rows are drawn one by one.
    case apart
  }

  public var method: Method
  /// Fractions of the rows; not used for a split with a file of its own.
  public var dev: Double
  public var test: Double
  /// nil: together where rows are drawn at random, unless columns of few values explain most repeats.
  public var repeats: Repeats?
  public var seed: UInt64

  public init(
    method: Method, dev: Double, test: Double, repeats: Repeats? = nil, seed: UInt64
  ) {
    self.method = method
    self.dev = dev
    self.test = test
    self.repeats = repeats
    self.seed = seed
  }
}
