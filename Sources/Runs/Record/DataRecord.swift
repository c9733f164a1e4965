public import Schema

/// The data a run used: files, parts, columns, with digests.
public struct DataRecord: Sendable, Hashable, Codable {
  public var task: PredictionTask
  public var target: String
  /// By class index; empty for regression.
  public var classNames: [String]
  public var files: [File]
  public var parts: [Part]
  public var columns: [Column]
  /// Inputs of the model after preprocessing.
  public var inputCount: Int
  /// Equal rows; nil where the split did not look for them.
  public var repeats: Repeats?

  /// Rows that repeat another in all inputs and the target, as the split treated them.
  public struct Repeats: Sendable, Hashable, Codable {
    public var handling: Handling
    /// The rows beyond the first of each set of equal rows.
    public var count: Int
    /// The train and dev rows that are in no part because a row of a later part equals them.
    public var leftOutCount: Int

    public enum Handling: String, Sendable, Hashable, Codable {
      /// Equal rows are in one part.
      case together
      /// Drawn row by row, because the spec asks for it.
      case apart
      /// Drawn row by row, because columns of few values explain the equal rows.
      case coincidental
    }

    public init(handling: Handling, count: Int, leftOutCount: Int) {
      self.handling = handling
      self.count = count
      self.leftOutCount = leftOutCount
    }
  }

  public struct File: Sendable, Hashable, Codable {
    public var path: String
    public var sha256: String
    public var byteCount: Int
    public var rowCount: Int

    public init(path: String, sha256: String, byteCount: Int, rowCount: Int) {
      self.path = path
      self.sha256 = sha256
      self.byteCount = byteCount
      self.rowCount = rowCount
    }
  }

  public struct Part: Sendable, Hashable, Codable {
    public var name: Schema.Part
    public var rowCount: Int
    /// SHA-256 of the part's row ids.
    public var sha256: String
    /// Rows of each class, by index; empty for regression.
    public var classCounts: [Int]
    /// Of the target, for regression.
    public var targetMean: Double?
    public var targetDeviation: Double?
    /// Rows of equal weight whose mean is as precise (Kish); nil without row weights.
    public var effectiveRowCount: Double?

    public init(
      name: Schema.Part, rowCount: Int, sha256: String, classCounts: [Int],
      targetMean: Double? = nil, targetDeviation: Double? = nil
    ) {
      self.name = name
      self.rowCount = rowCount
      self.sha256 = sha256
      self.classCounts = classCounts
      self.targetMean = targetMean
      self.targetDeviation = targetDeviation
    }
  }

  /// A column of the source, as seen in the training rows.
  public struct Column: Sendable, Hashable, Codable {
    public var name: String
    public var role: ColumnRole
    /// Who decided the role, and why.
    public var reason: String
    public var missingCount: Int
    /// Numbers: least, mean, greatest, standard deviation.
    public var minimum: Double?
    public var mean: Double?
    public var maximum: Double?
    public var deviation: Double?
    /// Categories: how many, and the commonest with their counts.
    public var levelCount: Int?
    public var commonest: [Level] = []
    /// Numbers: counts in ten equal bins from minimum to maximum, for a small picture.
    public var histogram: [Int] = []

    public struct Level: Sendable, Hashable, Codable {
      public var name: String
      public var count: Int

      public init(name: String, count: Int) {
        self.name = name
        self.count = count
      }
    }

    public init(
      name: String, role: ColumnRole, reason: String, missingCount: Int
    ) {
      self.name = name
      self.role = role
      self.reason = reason
      self.missingCount = missingCount
    }
  }

  public init(
    task: PredictionTask, target: String, classNames: [String], files: [File], parts: [Part],
    columns: [Column], inputCount: Int, repeats: Repeats? = nil
  ) {
    self.task = task
    self.target = target
    self.classNames = classNames
    self.files = files
    self.parts = parts
    self.columns = columns
    self.inputCount = inputCount
    self.repeats = repeats
  }
}
