public import Evaluation
public import Schema

/// How good the model is on one part of the data.
public struct EvaluationRecord: Sendable, Hashable, Codable {
  /// Dev or test.
  public var part: Part
  public var rowCount: Int
  /// The number of equally weighted rows with the same variance of a mean, (Σw)² / Σw²; nil
  /// without row weights.
  public var effectiveRowCount: Double?
  public var metrics: [MetricRecord]

  public init(
    part: Part, rowCount: Int, effectiveRowCount: Double? = nil, metrics: [MetricRecord]
  ) {
    self.part = part
    self.rowCount = rowCount
    self.effectiveRowCount = effectiveRowCount
    self.metrics = metrics
  }
}

/// A metric with its interval.
public struct MetricRecord: Sendable, Hashable, Codable {
  public var name: String
  public var estimate: Estimate
  public var direction: Direction
  public var unit: MetricUnit

  public init(name: String, estimate: Estimate, direction: Direction, unit: MetricUnit) {
    self.name = name
    self.estimate = estimate
    self.direction = direction
    self.unit = unit
  }
}

/// A system the model is compared with.
public struct BaselineRecord: Sendable, Hashable, Codable {
  /// For tables: "majority", "logistic", "human", "literature", or a run's id.
  public var name: String
  public var kind: Kind
  /// Where a published number comes from, or what a computed baseline is.
  public var source: String
  /// Rows a published number was measured on; for computed baselines the test rows.
  public var rowCount: Int?
  public var metrics: [MetricRecord]
  /// The model against this baseline, on the test rows (dev rows where there is no test).
  public var comparisons: [Comparison]
  public var seconds: Double?

  public enum Kind: String, Sendable, Hashable, Codable {
    case quick, human, literature, run

    /// Whether its numbers were published or measured by others.
    public var isPublished: Bool { self == .human || self == .literature }
  }

  public init(
    name: String, kind: Kind, source: String, rowCount: Int?, metrics: [MetricRecord],
    comparisons: [Comparison], seconds: Double?
  ) {
    self.name = name
    self.kind = kind
    self.source = source
    self.rowCount = rowCount
    self.metrics = metrics
    self.comparisons = comparisons
    self.seconds = seconds
  }
}

/// How fast the model predicts, preprocessing included.
public struct SpeedRecord: Sendable, Hashable, Codable {
  /// One row at a time, microseconds.
  public var latencyP50Microseconds: Double
  public var latencyP99Microseconds: Double
  /// All rows at once.
  public var rowsPerSecond: Double
  /// One row after the other, by one thread.
  public var queriesPerSecond: Double?

  public init(
    latencyP50Microseconds: Double, latencyP99Microseconds: Double, rowsPerSecond: Double,
    queriesPerSecond: Double? = nil
  ) {
    self.queriesPerSecond = queriesPerSecond
    self.latencyP50Microseconds = latencyP50Microseconds
    self.latencyP99Microseconds = latencyP99Microseconds
    self.rowsPerSecond = rowsPerSecond
  }
}

/// A goal that was set before training, and what came of it.
public struct GoalRecord: Sendable, Hashable, Codable {
  public var metric: String
  /// The slice it speaks of: "sex = Female"; nil for all rows.
  public var slice: String?
  public var bound: Bound
  public var estimate: Estimate
  public var unit: MetricUnit
  public var verdict: Verdict

  public enum Bound: Sendable, Hashable, Codable {
    case atLeast(Double)
    case atMost(Double)

    public func holds(_ value: Double) -> Bool {
      switch self {
      case .atLeast(let least): value >= least
      case .atMost(let most): value <= most
      }
    }
  }

  public enum Verdict: String, Sendable, Hashable, Codable {
    case met
    case missed
    /// The metric has no value on these rows.
    case undecided
  }

  public init(
    metric: String, slice: String?, bound: Bound, estimate: Estimate, unit: MetricUnit,
    verdict: Verdict
  ) {
    self.metric = metric
    self.slice = slice
    self.bound = bound
    self.estimate = estimate
    self.unit = unit
    self.verdict = verdict
  }
}

/// Where the model fails, on the test rows (dev rows where there is no test).
public struct AnalysisRecord: Sendable, Hashable, Codable {
  public var part: Part
  /// Rows by true class, columns by predicted class; empty for regression.
  public var confusion: [[Int]]
  public var classes: [ClassRecord]
  /// Regression: truth and prediction of up to 2,000 rows, evenly chosen.
  public var scatter: [Pair]
  /// The rows with the greatest loss, worst first.
  public var worst: [WorstRow]
  /// The divisions of `evaluation.slices`; nil without any.
  public var slices: [SliceTable]?
  /// The divisions of `evaluation.protected`; nil without any.
  public var protected: [ProtectedRecord]?
  /// The rows of `evaluation.must_pass`; nil without any.
  public var keyExamples: [KeyExampleRecord]?

  public struct ClassRecord: Sendable, Hashable, Codable {
    public var name: String
    public var rowCount: Int
    public var precision: Double?
    /// With a Clopper-Pearson interval.
    public var recall: Estimate
    public var f1: Double?

    public init(
      name: String, rowCount: Int, precision: Double?, recall: Estimate, f1: Double?
    ) {
      self.name = name
      self.rowCount = rowCount
      self.precision = precision
      self.recall = recall
      self.f1 = f1
    }
  }

  public struct Pair: Sendable, Hashable, Codable {
    public var truth: Double
    public var prediction: Double

    public init(truth: Double, prediction: Double) {
      self.truth = truth
      self.prediction = prediction
    }
  }

  public struct WorstRow: Sendable, Hashable, Codable {
    /// The row's name, as in `predictions.csv`.
    public var row: String
    public var truth: String
    public var prediction: String
    public var loss: Double
    /// The row's columns as they stand in the source, at most a dozen.
    public var columns: [Cell]

    public struct Cell: Sendable, Hashable, Codable {
      public var name: String
      public var value: String

      public init(name: String, value: String) {
        self.name = name
        self.value = value
      }
    }

    public init(row: String, truth: String, prediction: String, loss: Double, columns: [Cell]) {
      self.row = row
      self.truth = truth
      self.prediction = prediction
      self.loss = loss
      self.columns = columns
    }
  }

  public init(
    part: Part, confusion: [[Int]], classes: [ClassRecord], scatter: [Pair], worst: [WorstRow],
    slices: [SliceTable]? = nil, protected: [ProtectedRecord]? = nil,
    keyExamples: [KeyExampleRecord]? = nil
  ) {
    self.part = part
    self.confusion = confusion
    self.classes = classes
    self.scatter = scatter
    self.worst = worst
    self.slices = slices
    self.protected = protected
    self.keyExamples = keyExamples
  }
}
