import Evaluation
import Findings
public import Schema

/// What a list of runs shows of one: small enough to read thousands of.
public struct RunSummary: Sendable, Hashable, Codable {
  /// The format of the record it was taken from.
  public var version: Int
  public var id: String
  public var experiment: String
  public var ending: RunEnding
  /// ISO 8601, UTC.
  public var startedAt: String
  public var elapsedSeconds: Double
  /// "mlp 64-32".
  public var model: String?
  public var headline: Headline?
  public var goalCount: Int
  public var metGoalCount: Int
  /// Checks that warned.
  public var warningCount: Int

  /// The one number a run is known by.
  public struct Headline: Sendable, Hashable, Codable {
    /// Dev or test.
    public var part: Part
    public var rowCount: Int
    public var metric: MetricRecord

    public init(part: Part, rowCount: Int, metric: MetricRecord) {
      self.part = part
      self.rowCount = rowCount
      self.metric = metric
    }
  }
}

extension RunRecord {
  /// The evaluation that the run is judged by: of the test rows, or of the dev rows where there
  /// is no test part.
  public var judgedEvaluation: EvaluationRecord? {
    evaluations.first { $0.part == .test } ?? evaluations.last
  }

  /// The metric the run is known by: that of the first goal over all rows, or else the first.
  public var headline: RunSummary.Headline? {
    guard let evaluation = judgedEvaluation else { return nil }
    let wanted = goals.filter { $0.slice == nil }.map(\.metric)
    let named = wanted.lazy.compactMap { name in
      evaluation.metrics.first { $0.name == name }
    }.first
    return (named ?? evaluation.metrics.first).map {
      RunSummary.Headline(part: evaluation.part, rowCount: evaluation.rowCount, metric: $0)
    }
  }

  public var summary: RunSummary {
    RunSummary(
      version: version, id: id, experiment: experiment, ending: ending,
      startedAt: time.startedAt, elapsedSeconds: time.elapsedSeconds, model: model?.title,
      headline: headline, goalCount: goals.count,
      metGoalCount: goals.count { $0.verdict == .met },
      warningCount: gate?.checks.count { $0.verdict == .warning } ?? 0)
  }
}
