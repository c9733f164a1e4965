public import Schema

/// What a spec asks of its data: the `data` section, checked, with its places kept.
public struct DataRequest: Sendable {
  public var source: Source
  public var format: Format?
  public var csv: CSVOptions
  /// nil: the label file of an IDX source; otherwise the last column is not guessed, it must be named.
  public var target: String?
  public var positive: String?
  public var task: PredictionTask?
  /// Roles by column; the rest is inferred.
  public var features: [String: FeatureRole]
  public var rowID: String?
  public var weight: String?
  public var split: SplitRequest
  /// Use only so many rows of each file, from its start.
  public var limit: Int?
  /// Other spellings of a label: from what the file says to what it means.
  public var labelMap: [String: String]
  /// A folder that keeps what text was read as; nil: nothing is kept.
  public var cache: String?
  /// Where each key stands in the user's text, by dotted path below `data`: "target",
  /// "features.age", "source.train". Diagnostics point there.
  public var marks: [String: Mark]

  public init(
    source: Source, format: Format? = nil, csv: CSVOptions = CSVOptions(), target: String? = nil,
    positive: String? = nil, task: PredictionTask? = nil, features: [String: FeatureRole] = [:],
    rowID: String? = nil, weight: String? = nil, split: SplitRequest, limit: Int? = nil,
    labelMap: [String: String] = [:], cache: String? = nil, marks: [String: Mark] = [:]
  ) {
    self.source = source
    self.format = format
    self.csv = csv
    self.target = target
    self.positive = positive
    self.task = task
    self.features = features
    self.rowID = rowID
    self.weight = weight
    self.split = split
    self.limit = limit
    self.labelMap = labelMap
    self.cache = cache
    self.marks = marks
  }

  /// The files: one to be split, or one for each part.
  public enum Source: Sendable, Hashable {
    case file(FilePath)
    case parts(train: FilePath, dev: FilePath?, test: FilePath?)
  }

  /// A file, and for images the file of labels beside it.
  public struct FilePath: Sendable, Hashable {
    public let path: String
    public let labels: String?

    public init(_ path: String, labels: String? = nil) {
      self.path = path
      self.labels = labels
    }
  }

  /// nil in a request infers it from the file's name and first bytes; gzip is always seen.
  public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    case csv, tsv, idx, npy
  }
}

/// How delimited text is read.
public struct CSVOptions: Sendable, Hashable {
  /// nil: a header is there when the first line holds a name the request uses, or when no cell of
  /// it is a number but some cell of the 99 lines behind it is.
  public var hasHeader: Bool?
  /// nil: a comma, or a tab for TSV.
  public var delimiter: Character?
  /// Cells that mean "missing", besides the empty one.
  public var missing: [String]
  /// Whether blanks around a cell are dropped.
  public var isTrimmed: Bool
  /// Names for the columns, for files without a header.
  public var columns: [String]?
  /// Lines that begin so are no rows: "#", or "|" in files of the C4.5 family.
  public var comment: String?

  public init(
    hasHeader: Bool? = nil, delimiter: Character? = nil, missing: [String] = ["", "NA", "NaN"],
    isTrimmed: Bool = false, columns: [String]? = nil, comment: String? = nil
  ) {
    self.hasHeader = hasHeader
    self.delimiter = delimiter
    self.missing = missing
    self.isTrimmed = isTrimmed
    self.columns = columns
    self.comment = comment
  }
}

/// What a column is used as.
public enum FeatureRole: String, Sendable, Hashable, Codable, CaseIterable {
  case number, category, drop
}

/// How rows are divided into train, dev and test.
public struct SplitRequest: Sendable, Hashable {
  public enum Method: Sendable, Hashable {
    case random
    case stratified
    /// No group has rows in two parts.
    case group(column: String)
    /// Train is earliest, test is latest.
    case time(column: String)
    /// The column says train, dev or test.
    case column(String)
    /// Row i is a test row when i % period == remainder: a split anyone can reproduce.
    case everyNth(period: Int, remainder: Int)
  }

  public var method: Method
  /// Shares of the rows; a part that has a file of its own ignores its share.
  public var dev: Double
  public var test: Double
  public var seed: UInt64

  public init(method: Method, dev: Double, test: Double, seed: UInt64) {
    self.method = method
    self.dev = dev
    self.test = test
    self.seed = seed
  }
}
