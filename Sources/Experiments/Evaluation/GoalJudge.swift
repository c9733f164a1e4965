import Datasets
import Evaluation
import Runs
import Schema

/// Holds a finished evaluation against the goals that were set before it.
struct GoalJudge {
  let record: RunRecord
  let scored: ScoredModel
  let data: PreparedData

  init(_ record: RunRecord, _ scored: ScoredModel, _ data: PreparedData) {
    self.record = record
    self.scored = scored
    self.data = data
  }

  func judge(_ goal: GoalRequest) -> GoalRecord {
    let (estimate, unit) = measure(goal)
    return GoalRecord(
      metric: goal.metric, slice: goal.sliceTitle, bound: goal.bound, estimate: estimate,
      unit: unit, verdict: verdict(estimate.value, goal.bound))
  }

  private func verdict(_ value: Double?, _ bound: GoalRecord.Bound) -> GoalRecord.Verdict {
    guard let value, !value.isNaN else { return .undecided }
    return bound.holds(value) ? .met : .missed
  }

  private func measure(_ goal: GoalRequest) -> (Estimate, unit: MetricUnit) {
    if let resource = ResourceMetric(rawValue: goal.metric) {
      return (Estimate(measured: resource.value(in: record)), resource.unit)
    }
    let metric = metricCatalog.entry(goal.metric)
    guard let predictions = scored.judged?.predictions else {
      return (Estimate(measured: nil), metric.unit)
    }
    guard !goal.slice.isEmpty else {
      let known = scored.evaluations.last?.metrics.first { $0.name == metric.name }
      return (known?.estimate ?? scored.estimator.estimate(metric, predictions), metric.unit)
    }
    let rows = Set(data.dataset.rows(predictions.rowIDs, where: goal.slice))
    let positions = predictions.rowIDs.indices.filter { rows.contains(predictions.rowIDs[$0]) }
    guard !positions.isEmpty, let own = goal.metric(for: data.dataset.schema) else {
      return (Estimate(measured: nil), metric.unit)
    }
    return (scored.estimator.estimate(own, predictions.rows(at: positions)), metric.unit)
  }
}

extension Estimate {
  /// A single measurement, without an interval.
  init(measured value: Double?) {
    self.init(value: value, low: nil, high: nil, level: 0, method: "measured once")
  }
}

extension GoalRecord {
  /// "accuracy ≥ 0.9: met (0.95)", for the event log.
  var sentence: String {
    let limit =
      switch bound {
      case .atLeast(let least): "≥ \(least)"
      case .atMost(let most): "≤ \(most)"
      }
    let place = slice.map { "[\($0)]" } ?? ""
    let value = estimate.value.map { " (\($0))" } ?? ""
    return "\(metric)\(place) \(limit): \(verdict.rawValue)\(value)"
  }
}
