import Evaluation
import Inference
import Learning
import LinearAlgebra
import Runs

/// What a spec's deployment asks, judged before training.
enum DeploymentEstimate {
  /// Rows of the moment's training, and its time, whose model has the size and speed of the real one.
  private static let rowCount = 256
  private static let limitSeconds = 0.1

  /// The estimates for the bounds of a spec; none without bounds, and none where a moment's training
  /// gives no model.
  static func all(_ plan: ExperimentPlan, _ data: PreparedData) -> [GoalRecord] {
    let goals = plan.deployment.goals
    guard !goals.isEmpty,
      let rehearsal = try? Rehearsal(
        plan, plan.trainingPlan(for: data), train: data.train.slice(rowCount), dev: nil,
        limitSeconds: limitSeconds),
      let files = try? SavedModel(rehearsal.outcome.model, data, plan)
    else { return [] }
    let speed = SpeedMeasurement(files.bundle.pipeline, data).record
    return goals.compactMap { goal in
      guard let metric = ResourceMetric(rawValue: goal.metric),
        let value = metric.value(of: files.record, speed: speed, trainingSeconds: nil)
      else { return nil }
      return GoalRecord(
        metric: goal.metric, slice: nil, bound: goal.bound, estimate: Estimate(measured: value),
        unit: metric.unit, verdict: goal.bound.holds(value) ? .met : .missed)
    }
  }
}
