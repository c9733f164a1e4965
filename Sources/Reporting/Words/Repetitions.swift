import Evaluation
import Runs
import Schema
import Text

/// What runs that differ only in their seeds came to in one metric.
public struct Repetitions: Sendable, Encodable {
  /// The ids of the runs.
  public let runs: [String]
  public let metric: String
  /// The runs that have a value of the metric.
  public let resultCount: Int
  public let mean: Double?
  /// The standard deviation over seeds, with n − 1; nil with fewer than two results.
  public let standardDeviation: Double?
  public let minimum: Double?
  public let maximum: Double?
  /// The runs that met all of their goals; nil without goals.
  public let goalsMetCount: Int?

  let first: ComparedRun
  private let decimals: Int

  private enum CodingKeys: String, CodingKey {
    case runs, metric
    case resultCount = "result_count"
    case mean
    case standardDeviation = "standard_deviation"
    case minimum, maximum
    case goalsMetCount = "goals_met_count"
  }

  init(_ runs: [ComparedRun], metric: String) {
    self.runs = runs.map(\.record.id)
    self.metric = metric
    let values = runs.compactMap { $0.metric(metric)?.estimate.value }
    let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    let deviation: Double? =
      if let mean, values.count > 1 {
        (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
          .squareRoot()
      } else {
        nil
      }
    resultCount = values.count
    self.mean = mean
    standardDeviation = deviation
    minimum = values.min()
    maximum = values.max()
    let met = runs.compactMap(\.record.meetsItsGoals)
    goalsMetCount = met.isEmpty ? nil : met.count { $0 }
    first = runs[0]
    decimals =
      if let mean, let deviation, deviation > 1e-9 * abs(mean) {
        NumberFormat.decimals(low: mean - deviation, high: mean + deviation) ?? 4
      } else {
        runs.lazy.compactMap { $0.metric(metric)?.estimate }
          .compactMap { NumberFormat.decimals(low: $0.low, high: $0.high) }.first ?? 4
      }
  }
}

extension Repetitions {
  /// "3 seeds", "2 of 3 seeds" where one gave no result.
  var countText: String {
    resultCount == runs.count
      ? NumberFormat.count(runs.count, "seed")
      : "\(resultCount) of \(NumberFormat.count(runs.count, "seed"))"
  }

  var meanText: String { text(mean) }
  var deviationText: String { text(standardDeviation) }

  /// "0.941–0.955"; "−1.2 to 0.3" where a number is negative.
  var rangeText: String {
    guard let minimum, let maximum else { return NumberFormat.absent }
    return "\(text(minimum))\(minimum < 0 ? " to " : "–")\(text(maximum))"
  }

  /// "2 of 3"; empty without goals.
  var goalsText: String { goalsMetCount.map { "\($0) of \(runs.count)" } ?? "" }

  /// "mean accuracy 0.948, standard deviation 0.004, 0.941–0.955".
  var sentence: String {
    "mean \(metricTitle(metric)) \(meanText), standard deviation \(deviationText), \(rangeText)"
      + (goalsMetCount.map { ", \($0) of \(runs.count) met the goals" } ?? "")
  }

  /// The model of the baseline's repetitions; of others what was changed from the baseline.
  func title(from baseline: ComparedRun) -> String {
    let changes = first.changes(from: baseline, besides: [.seed, .splitSeed])
    return changes.isEmpty ? first.record.model?.title ?? first.record.experiment : changes
  }

  private func text(_ value: Double?) -> String {
    value.map { NumberFormat.fixed($0, decimals: decimals) } ?? NumberFormat.absent
  }
}
