import Learning
import Sanity

/// The beginning of a training, done to see what it costs: cancelled after a while, and forgotten.
///
/// It is the code of the real training on the same rows, so that whatever a setting costs is in it:
/// precision, threads, dropout, frozen layers, the optimizer, the dev rows.
struct Rehearsal {
  let marks: RehearsalWatch.Marks
  let outcome: TrainingOutcome
  /// From the call to its return.
  let seconds: Double

  /// Rehearses for a time; what cannot be cancelled, such as a closed form, goes on to its end.
  ///
  /// **Errors** `FitError` as the training itself
  init(
    _ recipe: any ModelRecipe, train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan,
    settings: GateSettings, limitSeconds: Double
  ) throws(FitError) {
    let watch = RehearsalWatch(
      monitor: RunMonitor(train: train, plan: plan, settings: settings),
      limitSeconds: limitSeconds)
    let began = ContinuousClock.now
    outcome = try recipe.fitted(
      to: train, dev: dev, plan: plan,
      context: TrainingContext(
        monitor: watch, isCancelled: { watch.isOver }, observe: { watch.observe($0) }))
    seconds = (ContinuousClock.now - began).seconds
    marks = watch.marks
  }

  /// Whether the training came to its own end, so that there is nothing left to foretell.
  var isWhole: Bool {
    if case .cancelled = outcome.ending { false } else { true }
  }

  /// Whether it went by steps on batches.
  var isStepwise: Bool { marks.stepCount > 0 }
}
