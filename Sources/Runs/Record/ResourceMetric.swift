public import Evaluation

/// Time and size of a run and its model, as a goal may bound them.
public enum ResourceMetric: String, Sendable, CaseIterable {
  case latencyP50 = "latency_p50_us"
  case latencyP99 = "latency_p99_us"
  case rowsPerSecond = "rows_per_second"
  case trainingSeconds = "training_seconds"
  case modelBytes = "model_bytes"

  /// The name in prose, tables and reports.
  public var title: String {
    switch self {
    case .latencyP50: "latency p50"
    case .latencyP99: "latency p99"
    case .rowsPerSecond: "throughput"
    case .trainingSeconds: "training time"
    case .modelBytes: "model size"
    }
  }

  /// One sentence for the reference page.
  public var summary: String {
    switch self {
    case .latencyP50: "Median latency of the prediction of one row, in microseconds."
    case .latencyP99:
      "99th percentile of the latency of the prediction of one row, in microseconds."
    case .rowsPerSecond: "Throughput of prediction in batches, in rows per second."
    case .trainingSeconds: "Training time, in seconds."
    case .modelBytes: "Size of the saved model, in bytes."
    }
  }

  public var unit: MetricUnit {
    switch self {
    case .latencyP50, .latencyP99: .microseconds
    case .rowsPerSecond: .rowsPerSecond
    case .trainingSeconds: .seconds
    case .modelBytes: .bytes
    }
  }

  public func value(in record: RunRecord) -> Double? {
    switch self {
    case .latencyP50: record.speed?.latencyP50Microseconds
    case .latencyP99: record.speed?.latencyP99Microseconds
    case .rowsPerSecond: record.speed?.rowsPerSecond
    case .trainingSeconds: record.training?.seconds
    case .modelBytes: record.model.map { Double($0.byteCount) }
    }
  }
}
