import Evaluation
import Foundation
import Learning
import Runs
import Sanity
import Synchronization

extension ExperimentRunner {
  /// The full training, from the checkpoint where there is one.
  func train(
    _ plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ monitor: RunMonitor, _ directory: RunDirectory, _ journal: RunJournal,
    from checkpoint: TrainingCheckpoint?
  ) throws -> TrainingOutcome {
    let observe = observe
    let cancellation = cancellation
    let context = TrainingContext(
      monitor: monitor,
      checkpoints: CheckpointSaving(plan.training.checkpointInterval) { journal.save($0) },
      earlier: checkpoint,
      isCancelled: { cancellation.isCancelled || journal.hasFailed },
      observe: { event in
        if case .epochEnded(let epoch) = event {
          journal.note(.epochEnded, "epoch \(epoch.epoch)", epoch.eventValues)
        }
        observe(.training(event))
      })
    let outcome: TrainingOutcome
    do throws(FitError) {
      outcome = try plan.recipe.fitted(
        to: data.train, dev: data.dev.rowCount > 0 ? data.dev : nil, plan: training,
        context: context)
    } catch {
      throw FitFailure(error, plan: plan, data: data)
    }
    try journal.rethrow()
    if case .cancelled(let step) = outcome.ending {
      throw RunInterrupted(
        stage: "after step \(step), epoch \(outcome.epochs.last?.epoch ?? 0)",
        directory: directory)
    }
    let record = TrainingRecord(outcome, training)
    journal.note(.trainingEnded, record.ending)
    observe(.trainingEnded(record))
    return outcome
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
