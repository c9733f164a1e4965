import Datasets
import Evaluation
import Learning
import Runs
import Schema

extension RunSession {
  /// Fits the quick baselines: the default ones of the task, and those that the spec asks for.
  func fitBaselines() throws -> [ScoredBaseline] {
    let context = BaselineContext(
      seed: plan.training.seed, isCancelled: { [control] in control.cancellation.isCancelled })
    let baselines = try plan.quickBaselines(for: data.task).map { entry in
      let baseline = try ScoredBaseline(entry, on: data, plan, context)
      try control.throwIfCancelled(in: directory)
      journal.note(.baselineFitted, "\(entry.name): \(baseline.source)")
      control.observe(.baselineFitted(baseline.record()))
      return baseline
    }
    record.baselines = baselines.map { $0.record() }
    return baselines
  }

  /// Predicts the dev and test rows and measures the predictions.
  func evaluate(_ model: any FittedModel) throws -> ScoredModel {
    let scored = ScoredModel(model, on: data, plan)
    record.evaluations = scored.evaluations
    try directory.write(PredictionsFile.name, PredictionsFile.bytes(of: scored.parts))
    return scored
  }

  /// Compares the model with the quick baselines, published numbers and recorded runs.
  func compare(_ scored: ScoredModel, with baselines: [ScoredBaseline]) {
    record.baselines =
      scored.compare(with: baselines) + scored.compare(with: plan.publishedBaselines)
      + baselineRuns.records(against: scored)
  }

  /// Holds the results against the goals that were set before training.
  func judgeGoals(_ scored: ScoredModel) {
    record.goals = plan.goals.map { GoalJudge(record, scored, data).judge($0) }
    for goal in record.goals { journal.note(.goalJudged, goal.sentence) }
  }
}
