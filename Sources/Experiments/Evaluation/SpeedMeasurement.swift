import Datasets
import Inference
import Learning
import LinearAlgebra
import Runs

/// Measures how fast a model predicts, from the table's row to the outputs.
struct SpeedMeasurement {
  let record: SpeedRecord?

  /// Single rows that are timed at most, and for how long.
  private static let singleRowLimit = 1_000
  private static let budgetSeconds = 0.1

  init(_ pipeline: FittedPipeline, _ data: PreparedData) {
    guard let part = data.judgedPart,
      let latencies = try? Self.latencies(pipeline, data, data.dataset.split[part])
    else {
      record = nil
      return
    }
    record = SpeedRecord(
      latencyP50Microseconds: Self.quantile(0.5, of: latencies) * 1e6,
      latencyP99Microseconds: Self.quantile(0.99, of: latencies) * 1e6,
      rowsPerSecond: Self.rate(pipeline, data[part]),
      queriesPerSecond: Double(latencies.count) / max(1e-9, latencies.reduce(0, +)))
  }

  /// Seconds for each of some rows, one at a time, after a few that do not count.
  private static func latencies(
    _ pipeline: FittedPipeline, _ data: PreparedData, _ rows: [Int]
  ) throws -> [Double] {
    var seconds: [Double] = []
    let began = ContinuousClock.now
    let warmUpCount = min(10, rows.count)
    let bound = try pipeline.bound(to: data.dataset.table)
    for index in 0..<(warmUpCount + singleRowLimit) {
      let row = rows[index % rows.count]
      let start = ContinuousClock.now
      let outputs = try bound.outputs(of: [row])
      let end = ContinuousClock.now
      if index >= warmUpCount, outputs.rowCount == 1 { seconds.append((end - start).seconds) }
      if seconds.count > 20, (end - began).seconds > budgetSeconds { break }
    }
    return seconds.sorted()
  }

  /// Rows a second when all are predicted at once; the best of a few goes.
  private static func rate(_ pipeline: FittedPipeline, _ rows: TrainingSet) -> Double {
    var best = Double.infinity
    let began = ContinuousClock.now
    for _ in 0..<5 {
      let start = ContinuousClock.now
      let outputs = pipeline.outputs(for: rows.inputs)
      let end = ContinuousClock.now
      if outputs.rowCount > 0 { best = min(best, (end - start).seconds) }
      if (end - began).seconds > budgetSeconds { break }
    }
    return best > 0 && best.isFinite ? Double(rows.rowCount) / best : 0
  }

  /// The value below which the share lies; of sorted values.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.down)))]
  }
}
