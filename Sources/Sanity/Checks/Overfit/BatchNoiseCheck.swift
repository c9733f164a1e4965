import Learning

extension CheckEntry {
  static let batchNoise = CheckEntry(
    code: "SO14", title: "a rate that small batches bear", stage: .overfit, worst: .warn,
    summary: "Steps of a few rows do not shake the model more than they teach it.",
    formula: "up to 4,000 of the spec's steps at the rate of its end, on three of four train rows; "
      + "(mean loss of 20 late models − loss of their mean prediction) / (L_prior − that loss) on "
      + "the other rows, above the threshold; where a step takes at most 4 rows",
    threshold: Thresholds.batchNoise,
    source:
      "own; Widrow's misadjustment of the least mean squares, seen by Polyak's averaging; the "
      + "HBS mutation of DeepCrime",
    knownFalseAlarms:
      "early stopping may pick a lucky epoch out of the noise: it never stops a run",
    cost: "at most 5e7 multiplications",
    body: .before { context in
      guard context.isTrainFinite, context.hasUsableClasses, context.isTrainedBySteps else {
        return .notApplicable("not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) finds its steps by itself")
      }
      let rows = context.plan.rowsPerStep(of: context.train.rowCount)
      guard rows <= Int(Thresholds.batchRows.value) else {
        return .notApplicable(
          "a step takes more than \(Wording.plain(Thresholds.batchRows.value)) rows")
      }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      if let trial = try? context.trial() {
        if case .fails = trial.verdict { return .notApplicable("SO01 failed") }
      }
      guard let noise = try BatchNoise(context) else {
        return .notApplicable("there are too few steps, or no finite loss after them")
      }
      let seen =
        "after \(Wording.counted(noise.stepCount, "step")) of \(Wording.counted(rows, "row")) "
        + "models have loss \(Wording.number(noise.loss)) on other rows, their mean prediction "
        + "\(Wording.number(noise.lossOfMean)) (best constant \(Wording.number(noise.prior)))"
      let evidence = [
        CheckResult.Evidence(
          "losses of rows held out", "best constant, late models, their mean prediction",
          numbers: [noise.prior, noise.loss, noise.lossOfMean])
      ]
      guard noise.missedShare > context.limit(Thresholds.batchNoise) else {
        var finding = Finding.passed(seen, value: noise.missedShare)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning, message: "single steps shake the model: " + seen,
        value: noise.missedShare, evidence: evidence,
        causes: [
          "training.batch_size: \(context.plan.batchSize) is too small for "
            + "training.optimizer.learning_rate"
        ],
        remedy: "training.batch_size: 32, or a tenth of training.optimizer.learning_rate")
    })
}
