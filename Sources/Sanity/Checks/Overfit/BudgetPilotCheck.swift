import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let budgetGain = Threshold(
    "SO13", 0.05, "fraction of the gain of four times the steps that the budget misses")
  fileprivate static let budgetRatio = Threshold.fixed(
    "SO13", 0.25, "relative reduction in loss by four times the steps")
  fileprivate static let budgetMost = Threshold.fixed(
    "SO13", 0.5, "fraction of the gain that counts however small it is compared with the loss")
  fileprivate static let budgetScore = Threshold.fixed("SO13", 4, "standard errors of that gain")
  fileprivate static let budgetSteps = Threshold.fixed(
    "SO13", 300, "steps up to which a pilot training is run")
}

extension CheckEntry {
  static let budgetPilot = CheckEntry(
    code: "SO13", title: "enough steps", stage: .overfit, worst: .warn,
    summary: "Four times the steps would not learn much more than the budget does.",
    formula: "the spec's training on three of four train rows, for its own steps and for four "
      + "times as many; (L − L₄) / (L_prior − L₄) on the other rows above the threshold, L − L₄ "
      + "above a quarter of L or the fraction above a half, and L − L₄ above 4 of its standard "
      + "errors row by row; where the budget is at most 300 steps",
    threshold: .budgetGain,
    fixedLimits: [.budgetRatio, .budgetMost, .budgetScore, .budgetSteps],
    source: "own; the HNE and HDB mutations of DeepCrime",
    knownFalseAlarms: "a budget that is short on purpose: it never stops a run",
    cost: "five times the full training where that has at most 300 steps, on no more rows than "
      + "3e9 multiplications allow",
    body: .before { context in
      guard context.isTrainFinite, context.hasUsableClasses, context.isTrainedBySteps else {
        return .notApplicable("not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) chooses its step sizes itself")
      }
      let limit = Int(Threshold.budgetSteps.value)
      guard context.plannedStepCount <= limit else {
        return .notApplicable("the budget is more than \(limit) steps: see SS11")
      }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      if let trial = try? context.trial() {
        if case .fails = trial.verdict { return .notApplicable("SO01 failed") }
      }
      guard let extent = BudgetPilot.extent(context) else {
        return .notApplicable("the pilot would cost too much")
      }
      guard let pilot = try BudgetPilot(context, extent) else {
        return .notApplicable("the pilot has no finite loss")
      }
      let steps = NumberFormat.count(pilot.stepCount, "step")
      let many = NumberFormat.count(BudgetPilot.factor * pilot.stepCount)
      let seen =
        "\(steps) bring the loss of other rows to \(NumberFormat.number(pilot.loss)), \(many) to "
        + "\(NumberFormat.number(pilot.longerLoss)) (constant prediction \(NumberFormat.number(pilot.prior)))"
      let evidence = [
        Evidence.scores(
          "losses of held-out rows",
          [
            "constant prediction": pilot.prior, "after \(steps)": pilot.loss,
            "after \(many)": pilot.longerLoss,
          ]),
        .scores(
          "rows",
          ["trained on": Double(pilot.fittedRowCount), "held out": Double(pilot.heldOutCount)]),
      ]
      guard pilot.missedShare > context.limit(.budgetGain),
        pilot.loss - pilot.longerLoss > Threshold.budgetRatio.value * pilot.loss
          || pilot.missedShare > Threshold.budgetMost.value,
        pilot.score > Threshold.budgetScore.value
      else {
        var finding = Finding.passed(seen, value: pilot.missedShare)
        finding.evidence = evidence
        return finding
      }
      let batch = context.plan.rowsPerStep(of: context.train.rowCount)
      let isWhole = batch >= context.train.rowCount
      let budget =
        switch context.plan.budget {
        case .epochs(let count): "training.epochs: \(count)"
        case .steps(let count): "training.steps: \(count)"
        }
      let few = "too few steps: \(budget) gives \(steps)"
      return Finding(
        verdict: .warning, message: "the budget is too small: " + seen,
        value: pilot.missedShare, evidence: evidence,
        causes: isWhole
          ? ["training.batch_size takes all rows in one step: \(steps) in all", few] : [few],
        remedy: isWhole
          ? "training.batch_size: 32, or more of \(budget.prefix { $0 != ":" })"
          : "raise \(budget.prefix { $0 != ":" })")
    })
}
