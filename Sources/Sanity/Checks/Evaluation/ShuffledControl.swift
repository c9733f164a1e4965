import Evaluation
import Findings
import Learning
import LinearAlgebra
import Randomness
import Text

extension Threshold {
  fileprivate static let shuffledGain = Threshold(
    "SE03", 5,
    "standard errors by which a model of shuffled targets beats the prior or mean predictor")
}

extension CheckEntry {
  static let shuffledControl = CheckEntry(
    code: "SE03", title: "nothing is learned from shuffled targets", stage: .evaluation,
    worst: .warn,
    summary: "The spec's own model, trained on shuffled targets, does not predict the dev rows.",
    formula: "trained on at most 1,000 train rows with their targets shuffled, for at most 200 "
      + "steps or a twentieth of the training's: mean gain over the prior or mean predictor, and over "
      + "the mean of its own outputs, on at most 2,000 dev rows, in standard errors, above the threshold for five shuffles in a "
      + "row",
    threshold: .shuffledGain,
    source: "Ojala and Garriga 2010; finds what leaks past the split or the evaluation",
    knownFalseAlarms: "a shuffle resembles the truth by chance, and then on all dev rows at "
      + "once: five in a row do so rarely, but it never stops a run",
    cost: "at most a twentieth of the training, 200 steps or one solve; five times that before it "
      + "warns",
    body: .after { context in
      guard let recipe = context.recipe, var plan = context.plan, let dev = context.dev,
        dev.rowCount >= 30
      else { return .notApplicable("there are fewer than 30 dev rows, or no recipe") }
      guard context.train.rowCount >= 50, !context.isDiverged else {
        return .notApplicable("fewer than 50 train rows, or the training diverged")
      }
      let rows = context.train.rows(at: Array(0..<context.train.rowCount).evenly(1_000))
      let judged = dev.rows(at: Array(0..<dev.rowCount).evenly(2_000))
      if context.outcome.isTrainedBySteps {
        plan.budget = .steps(max(20, min(200, context.outcome.stepCount / 20)))
      }
      plan.earlyStopping = nil
      plan.classWeights = .none
      var score = Double.infinity
      var text = ""
      for shuffle in 1...5 {
        guard
          let outcome = try? recipe.fitted(
            to: rows.shufflingTargets(seed: plan.seed, shuffle), dev: nil, plan: plan,
            context: TrainingContext()),
          let gain = ConstantGain(
            outputs: outcome.model.outputs(for: judged.inputs), targets: judged.targets,
            weights: judged.weights, prior: ConstantPrediction(of: context.train))
        else { return .notApplicable("the model cannot be trained on shuffled targets") }
        // A training that has not come to the mean yet may lie nearer to dev than train's mean does;
        // only what varies with the inputs can be learned from them.
        guard
          let own = ConstantGain(
            outputs: outcome.model.outputs(for: judged.inputs), targets: judged.targets,
            weights: judged.weights,
            prior: ConstantPrediction(
              meanOf: outcome.model.outputs(for: judged.inputs), task: judged.targets))
        else { return .notApplicable("the model's outputs do not vary") }
        text =
          "trained on shuffled targets, dev loss is \(NumberFormat.number(gain.loss)), of a "
          + "constant prediction \(NumberFormat.number(gain.constantLoss))"
        guard min(gain.score, own.score) > context.limit(.shuffledGain),
          gain.loss < gain.constantLoss
        else {
          return .passed(text, value: gain.score.isFinite ? gain.score : nil)
        }
        score = min(score, gain.score, own.score)
      }
      return Finding(
        verdict: .warning, message: text + ": something leaks the dev targets",
        value: score,
        causes: [
          "dev rows or their targets that reach the training",
          "targets that shuffling does not change",
        ],
        remedy: "look at SD09, SD10 and SD19")
    })
}

extension TrainingSet {
  /// The rows with shuffled targets.
  fileprivate func shufflingTargets(seed: UInt64, _ shuffle: Int) -> TrainingSet {
    var generator = CounterBasedGenerator(seed: seed, purpose: .permutation, epoch: shuffle)
    return TrainingSet(
      inputs: inputs, targets: targets.rows(at: generator.permutation(of: rowCount)),
      rowIDs: rowIDs)
  }
}
