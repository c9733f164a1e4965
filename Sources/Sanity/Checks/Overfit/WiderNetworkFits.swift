import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let capacity = Threshold(
    "SO08", 0.05, "relative increase of the subset's loss when the layers are twice as wide")
}

extension CheckEntry {
  static let widerNetworkFits = CheckEntry(
    code: "SO08", title: "more units fit no worse", stage: .overfit, worst: .note,
    summary: "With its hidden layers twice as wide, the network fits the subset as well.",
    formula: "the spec with twice the units in each hidden layer, on the rows and seed of SO01 "
      + "for twice its steps; final loss over the larger of what SO01 needed and reached, minus "
      + "1, above the threshold",
    threshold: .capacity,
    source: "Karpathy 2019: the training loss goes down with capacity",
    knownFalseAlarms: "a learning rate that suits only the spec's own width: it is only noted",
    cost: "at most eight times that of SO01, up to 3e8 multiplications",
    body: .before { context in
      guard let network = context.recipe.network, !network.hidden.isEmpty else {
        return .notApplicable("the model has no hidden layers")
      }
      guard let variants = context.variants else {
        return .notApplicable("there is no spec to widen")
      }
      guard let trial = try? context.trial(), case .fits = trial.verdict else {
        return .notApplicable("SO01 did not pass")
      }
      let subset = context.subset
      let steps = max(25, 2 * trial.attempt.outcome.stepCount)
      let parameters = context.initialState?.problem.layout.parameterCount ?? 0
      let operations = 24 * Double(parameters) * Double(subset.rows.rowCount) * Double(steps)
      guard operations <= 3e8 else {
        return .notApplicable("twice the network would cost too much")
      }
      let widths = network.hidden.map { String(2 * $0) }.joined(separator: ", ")
      guard let variant = try? variants.variant([SpecEdit(.hidden, "[\(widths)]")]) else {
        return .notApplicable("the wider network is not a valid spec")
      }
      let goal = SubsetGoal(subset: subset, loss: context.loss, settings: context.settings)
      var plan = variant.plan.forOverfitting(stepLimit: steps, target: goal.target)
      plan.seed = context.plan.seed
      let wide = try context.attempt(variant.recipe.withoutRegularization(), plan, on: subset)
      let reference = max(trial.neededLoss, trial.attempt.endLoss)
      let rise = wide.endLoss / reference - 1
      let ends =
        "twice as wide it ends at \(NumberFormat.number(wide.endLoss)) after "
        + NumberFormat.count(wide.outcome.stepCount, "step")
      let evidence = [wide.losses(run: "twice as wide")]
      guard !wide.meets(goal), !(rise <= context.limit(.capacity)) else {
        var finding = Finding.passed(ends, value: max(0, rise))
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .note,
        message: ends + ", with the spec's widths at \(NumberFormat.number(trial.attempt.endLoss))",
        value: rise, evidence: evidence,
        causes: [
          "training.optimizer.learning_rate is near the largest that this width tolerates",
          "model.initialization does not suit the width",
        ],
        remedy: "lower training.optimizer.learning_rate before widening model.hidden")
    })
}
