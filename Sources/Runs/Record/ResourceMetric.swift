public import Evaluation

/// Time and size of a run and its model, as a goal may bound them.
public enum ResourceMetric: String, Sendable, CaseIterable {
  case latencyP50 = "latency_p50_us"
  case latencyP99 = "latency_p99_us"
  case rowsPerSecond = "rows_per_second"
  case trainingSeconds = "training_seconds"
  case modelBytes = "model_bytes"
  case deployedBytes = "deployed_bytes"
  case queriesPerSecond = "queries_per_second"
  case predictionMegabytes = "prediction_memory_mb"

  /// The name in prose, tables and reports.
  public var title: String {
    switch self {
    case .latencyP50: "latency p50"
    case .latencyP99: "latency p99"
    case .rowsPerSecond: "throughput"
    case .trainingSeconds: "training time"
    case .modelBytes: "model size"
    case .deployedBytes: "deployed size"
    case .queriesPerSecond: "single rows"
    case .predictionMegabytes: "prediction memory"
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
    case .deployedBytes:
      "Size of the file that is deployed, in bytes: the saved model of the target server, the ONNX graph of "
        + "edge, the module of browser."
    case .queriesPerSecond:
      "Rows that are predicted one after the other, per second, by one thread."
    case .predictionMegabytes:
      "Memory of the parameters, of their copy in the kernels' order and of a row's values in all layers, "
        + "in megabytes."
    }
  }

  public var unit: MetricUnit {
    switch self {
    case .latencyP50, .latencyP99: .microseconds
    case .rowsPerSecond: .rowsPerSecond
    case .trainingSeconds: .seconds
    case .modelBytes, .deployedBytes: .bytes
    case .queriesPerSecond: .rowsPerSecond
    case .predictionMegabytes: .megabytes
    }
  }

  public func value(in record: RunRecord) -> Double? {
    value(of: record.model, speed: record.speed, trainingSeconds: record.training?.seconds)
  }

  /// Of a model that may not be that of a run.
  public func value(
    of model: ModelRecord?, speed: SpeedRecord?, trainingSeconds: Double?
  ) -> Double? {
    switch self {
    case .latencyP50: speed?.latencyP50Microseconds
    case .latencyP99: speed?.latencyP99Microseconds
    case .rowsPerSecond: speed?.rowsPerSecond
    case .trainingSeconds: trainingSeconds
    case .modelBytes: model.map { Double($0.byteCount) }
    case .deployedBytes: model.map { Double($0.deployedByteCount ?? $0.byteCount) }
    case .queriesPerSecond: speed?.queriesPerSecond
    case .predictionMegabytes: model?.predictionByteCount.map { Double($0) / 1e6 }
    }
  }
}
