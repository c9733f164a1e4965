import Evaluation
import Findings
import Schema
import Text

/// `metrics.json`: flat scalars by dotted name, as other tools read them.
///
/// A metric without a value is left out. Nothing in it depends on the clock, so that the same run
/// twice gives the same bytes; what does is in `timing.json`.
///
///     test.accuracy  test.accuracy.low  test.accuracy.high  dev.log_loss
///     test.roc_auc.no_interval.rows_of_class, why there is no interval
///     baseline.majority.test.accuracy   baseline.majority.difference.accuracy
///     training.steps  model.parameters  data.train.rows
///     test.effective_rows, of rows with weights: (Σw)² / Σw²
public enum MetricsFile {
  public static let name = "metrics.json"

  public static func scalars(of record: RunRecord) -> [String: Double] {
    var scalars = ScalarTable()
    for part in record.data?.parts ?? [] {
      scalars["data.\(part.name.rawValue).rows"] = Double(part.rowCount)
    }
    scalars["data.inputs"] = record.data.map { Double($0.inputCount) }
    scalars["model.parameters"] = record.model.map { Double($0.parameterCount) }
    scalars["model.bytes"] = record.model.map { Double($0.byteCount) }
    for evaluation in record.evaluations {
      scalars["\(evaluation.part.rawValue).effective_rows"] = evaluation.effectiveRowCount
      for metric in evaluation.metrics { scalars.add(metric, under: evaluation.part.rawValue) }
    }
    let part = record.judgedEvaluation?.part ?? .test
    for baseline in record.baselines {
      for metric in baseline.metrics {
        scalars.add(metric, under: "baseline.\(baseline.name).\(part.rawValue)")
      }
      for comparison in baseline.comparisons {
        let name = "baseline.\(baseline.name).difference.\(comparison.metric)"
        scalars[name] = comparison.difference
        scalars[name + ".low"] = comparison.low
        scalars[name + ".high"] = comparison.high
        scalars[name + ".p"] = comparison.pValue
        scalars[name + ".p_corrected"] = comparison.correctedPValue
      }
    }
    if let training = record.training {
      scalars["training.steps"] = Double(training.stepCount)
      scalars["training.epochs"] = Double(training.epochs.count)
      scalars["training.best_epoch"] = training.bestEpoch.map(Double.init)
      scalars["training.train_loss"] = training.epochs.last?.trainLoss
      scalars["training.dev_loss"] = training.epochs.last?.devLoss
    }
    return scalars.values
  }

  public static func bytes(of record: RunRecord) throws -> [UInt8] {
    try JSON.file(of: scalars(of: record))
  }
}

/// `timing.json`: the flat scalars that the clock decides.
public enum TimingFile {
  public static let name = "timing.json"

  public static func scalars(of record: RunRecord) -> [String: Double] {
    var scalars = ScalarTable()
    scalars["run.seconds"] = record.time.elapsedSeconds
    scalars["gate.seconds"] = record.gate?.elapsedSeconds
    scalars["training.seconds"] = record.training?.seconds
    scalars["training.rows_per_second"] = record.training?.rowsPerSecond
    scalars["prediction.latency_p50_us"] = record.speed?.latencyP50Microseconds
    scalars["prediction.latency_p99_us"] = record.speed?.latencyP99Microseconds
    scalars["prediction.rows_per_second"] = record.speed?.rowsPerSecond
    for baseline in record.baselines {
      scalars["baseline.\(baseline.name).seconds"] = baseline.seconds
    }
    return scalars.values
  }

  public static func bytes(of record: RunRecord) throws -> [UInt8] {
    try JSON.file(of: scalars(of: record))
  }
}

/// Numbers by name; what is absent or not finite stays out.
private struct ScalarTable {
  private(set) var values: [String: Double] = [:]

  subscript(name: String) -> Double? {
    get { values[name] }
    set { values[name] = newValue.flatMap { $0.isFinite ? $0 : nil } }
  }

  mutating func add(_ metric: MetricRecord, under prefix: String) {
    let name = "\(prefix).\(metric.name)"
    self[name] = metric.estimate.value
    self[name + ".low"] = metric.estimate.low
    self[name + ".high"] = metric.estimate.high
    if let missing = metric.estimate.missing?.scalar {
      self[name + ".no_interval." + missing.name] = missing.value
    }
  }
}

extension MissingInterval {
  /// The reason as a name and the number that it speaks of, 1 where it has none; nil where the metric has no value.
  fileprivate var scalar: (name: String, value: Double)? {
    switch self {
    case .undefinedMetric: nil
    case .fewRows(let count): ("rows", Double(count))
    case .fewRowsOfClass(_, let count): ("rows_of_class", Double(count))
    case .noSpread: ("no_spread", 1)
    case .dominantRow(let share): ("share_of_one_row", share)
    case .heavyTails(let kurtosis, _): ("kurtosis", kurtosis)
    case .greatestRow: ("greatest_row", 1)
    case .undefinedResamples(let count, let total):
      ("undefined_resamples", Double(count) / Double(total))
    }
  }
}
