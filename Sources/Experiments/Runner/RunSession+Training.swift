import Datasets
import Evaluation
import Learning
import Runs
import Sanity

extension RunSession {
  /// The full training, from the checkpoint where there is one; saves the model.
  func train(
    watchedBy monitor: RunMonitor, from checkpoint: TrainingCheckpoint?
  ) throws -> TrainingOutcome {
    let outcome: TrainingOutcome
    do throws(FitError) {
      outcome = try plan.recipe.fitted(
        to: data.train, dev: experiment.dev, plan: experiment.training,
        context: trainingContext(monitor, from: checkpoint))
    } catch {
      throw FitFailure(error, of: plan.recipe.kind, to: data)
    }
    try journal.rethrow()
    if case .cancelled(let step) = outcome.ending {
      throw RunInterrupted(
        stage: "after step \(step), epoch \(outcome.epochs.last?.epoch ?? 0)",
        directory: directory)
    }
    var summary = TrainingRecord(outcome, experiment.training)
    if data.preprocessing.scalesTarget { summary.isTargetScaled = true }
    journal.note(.trainingEnded, summary.ending)
    control.observe(.trainingEnded(summary))
    record.training = summary
    record.model = try save(outcome.model)
    return outcome
  }

  /// What the training reports to and asks while it goes through its steps.
  private func trainingContext(
    _ monitor: RunMonitor, from checkpoint: TrainingCheckpoint?
  ) -> TrainingContext {
    let (journal, control) = (journal, control)
    return TrainingContext(
      monitor: monitor,
      checkpoints: CheckpointSaving(plan.training.checkpointInterval) { journal.save($0) },
      earlier: checkpoint,
      isCancelled: { control.cancellation.isCancelled || journal.hasFailed },
      observe: { event in
        if case .epochEnded(let epoch) = event {
          journal.note(.epochEnded, "epoch \(epoch.epoch)", epoch.eventValues)
        }
        control.observe(.training(event))
      })
  }
}

extension EpochSummary {
  /// Its numbers for the event log; those that are not there are left out.
  var eventValues: [String: Double] {
    let values: [(String, Double?)] = [
      ("epoch", Double(epoch)), ("step", Double(step)), ("train_loss", trainLoss),
      ("dev_loss", devLoss), ("dev_metric", devMetric), ("learning_rate", learningRate),
      ("gradient_norm", gradientNorm),
    ]
    return Dictionary(
      uniqueKeysWithValues: values.compactMap { name, value in
        value.map { (name, $0) }
      })
  }
}
