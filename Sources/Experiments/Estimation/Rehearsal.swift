import Learning
import Sanity
import Schema

/// The beginning of a training, run for a moment to see what it costs, then cancelled and discarded.
///
/// It is the code of the real training on the same rows, so that the cost of every setting is in it:
/// precision, threads, dropout, frozen layers, the optimizer, the dev rows.
struct Rehearsal {
  let marks: RehearsalMonitor.Marks
  let outcome: TrainingOutcome
  /// The duration of the whole call.
  let seconds: Double

  /// Rehearses for a limited time; a training that cannot be cancelled, such as a closed form, runs to
  /// its end.
  ///
  /// **Errors** `FitError` as the training itself
  init(
    _ plan: ExperimentPlan, _ training: TrainingPlan, train: TrainingSet, dev: TrainingSet?,
    limitSeconds: Double
  ) throws(FitError) {
    let monitor = RehearsalMonitor(
      monitor: RunMonitor(train: train, plan: training, settings: plan.gate),
      limitSeconds: limitSeconds)
    let start = ContinuousClock.now
    outcome = try plan.recipe.fitted(
      to: train, dev: dev, plan: training,
      context: TrainingContext(
        monitor: monitor, isCancelled: { monitor.isOver }, observe: { monitor.observe($0) }))
    seconds = (ContinuousClock.now - start).seconds
    marks = monitor.marks
  }

  /// Whether the training ran to its own end.
  var isWhole: Bool {
    if case .cancelled = outcome.ending { false } else { true }
  }
}

extension TrainingSet {
  /// Evenly spaced rows, as many as `count`, that weigh as much as all rows together: a penalty
  /// relative to the total weight keeps its strength.
  func slice(_ count: Int) -> TrainingSet {
    guard count < rowCount else { return self }
    let positions = (0..<count).map { $0 * rowCount / count }
    let rows = rows(at: positions)
    guard task.isClassification else { return rows }
    let factor = Double(rowCount) / Double(count)
    let weights = rows.weights?.map { $0 * factor } ?? Array(repeating: factor, count: count)
    return TrainingSet(
      inputs: rows.inputs, targets: rows.targets, weights: weights, rowIDs: rows.rowIDs)
  }
}
