import Findings
import Learning
import Text

extension CheckEntry {
  static let learnsFromInputs = CheckEntry(
    code: "SO05", title: "learns from its inputs", stage: .overfit, worst: .stop,
    summary: "On the small subset the model does better than any model that ignores its inputs.",
    formula: "loss at the end of SO01, by its formula, below that of the prior or mean "
      + "predictor on the same rows (the closed form of training with all inputs at 0); it "
      + "stops only where SO01 does",
    source:
      "Karpathy 2019, input-independent baseline; in closed form instead of a second training",
    knownFalseAlarms: "none known", cost: "none: shares the training of SO01",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard let trial = try? context.trial() else {
        return .notApplicable("the subset cannot be trained on")
      }
      let targets = context.subset.rows.targets
      guard let reached = trial.attempt.formulaLoss,
        let prior = LossFormula.prior(context.loss, targets: targets), prior > 1e-9
      else { return .notApplicable("predictions do not determine this loss") }
      guard !(reached < prior) else {
        return .passed(
          "loss \(NumberFormat.number(reached)), without inputs \(NumberFormat.number(prior))",
          value: reached / prior)
      }
      guard case .fails = trial.verdict else {
        return .notApplicable("SO01 has not converged yet")
      }
      return Finding(
        verdict: .stop,
        message: "loss ends at \(NumberFormat.number(reached)), and without any inputs it would be "
          + NumberFormat.number(prior),
        value: reached / prior, threshold: 1,
        evidence: [.scores("losses", ["reached": reached, "constant prediction": prior])],
        causes: [
          "inputs that do not reach the output: units that are dead or saturated",
          "training.optimizer.learning_rate", "a loss that does not fit the output",
        ],
        remedy: "look at SI05 to SI09 and SO01")
    })
}
