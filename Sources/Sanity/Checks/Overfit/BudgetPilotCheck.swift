import Learning

extension CheckEntry {
  static let budgetPilot = CheckEntry(
    code: "SO13", title: "steps enough for what there is to learn", stage: .overfit, worst: .warn,
    summary: "Four times the steps would not learn much more than the budget does.",
    formula: "the spec's training on three of four train rows, for its own steps and for four "
      + "times as many; (L − L₄) / (L_prior − L₄) on the other rows above the threshold, L − L₄ above "
      + "a quarter of L, or the share above a half, and above 4 of its standard errors row by row; "
      + "where the budget is at most 300 steps",
    threshold: Thresholds.budgetGain,
    source: "own; the HNE and HDB mutations of DeepCrime",
    knownFalseAlarms: "a budget that is short on purpose: it never stops a run",
    cost: "five times the full training where that has at most 300 steps, on no more rows than "
      + "3e9 multiplications allow",
    body: .before { context in
      guard context.isTrainFinite, context.hasUsableClasses, context.isTrainedBySteps else {
        return .notApplicable("not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) finds its steps by itself")
      }
      let limit = Int(Thresholds.budgetSteps.value)
      guard context.plannedStepCount <= limit else {
        return .notApplicable("the budget is more than \(limit) steps: see SS11")
      }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      if let trial = try? context.trial() {
        if case .fails = trial.verdict { return .notApplicable("SO01 failed") }
      }
      guard let extent = BudgetPilot.extent(context) else {
        return .notApplicable("the pilot would cost more than it is worth")
      }
      guard let pilot = try BudgetPilot(context, extent) else {
        return .notApplicable("the pilot has no finite loss")
      }
      let steps = Wording.counted(pilot.stepCount, "step")
      let many = Wording.count(BudgetPilot.factor * pilot.stepCount)
      let seen =
        "\(steps) bring the loss of other rows to \(Wording.number(pilot.loss)), \(many) to "
        + "\(Wording.number(pilot.longerLoss)) (best constant \(Wording.number(pilot.prior)))"
      let evidence = [
        CheckResult.Evidence(
          "losses of rows held out", "best constant, after \(steps), after \(many)",
          numbers: [pilot.prior, pilot.loss, pilot.longerLoss]),
        .init(
          "rows", "trained on, held out",
          numbers: [pilot.fittedRowCount, pilot.heldOutCount].map(Double.init)),
      ]
      guard pilot.missedShare > context.limit(Thresholds.budgetGain),
        pilot.loss - pilot.longerLoss > Thresholds.budgetRatio.value * pilot.loss
          || pilot.missedShare > Thresholds.budgetMost.value,
        pilot.score > Thresholds.budgetScore.value
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
        verdict: .warning, message: "the budget does not suffice: " + seen,
        value: pilot.missedShare, evidence: evidence,
        causes: isWhole
          ? ["training.batch_size takes all rows in one step: \(steps) in all", few] : [few],
        remedy: isWhole
          ? "training.batch_size: 32, or more of \(budget.prefix { $0 != ":" })"
          : "raise \(budget.prefix { $0 != ":" })")
    })
}
