import Runs
import Schema

/// The `deployment` section.
struct DeploymentSettings: Sendable {
  let target: DeploymentTarget
  /// Its bounds as goals.
  let goals: [GoalRequest]

  init(_ settings: Settings) {
    let name = settings.string("target")
    guard let target = DeploymentTarget(rawValue: name) else {
      fatalError("\"\(name)\" passed the spec's rules but is no target of a deployment")
    }
    self.target = target
    let bounds: [(key: String, ResourceMetric, (Double) -> GoalRecord.Bound)] = [
      ("latency_p99_us", .latencyP99, GoalRecord.Bound.atMost),
      ("model_bytes", .deployedBytes, GoalRecord.Bound.atMost),
      ("memory_mb", .predictionMegabytes, GoalRecord.Bound.atMost),
      ("qps", .queriesPerSecond, GoalRecord.Bound.atLeast),
    ]
    goals = bounds.compactMap { key, metric, bound in
      settings.optionalNumber(key).map {
        GoalRequest(metric, bound($0), at: settings.mark(key))
      }
    }
  }
}
