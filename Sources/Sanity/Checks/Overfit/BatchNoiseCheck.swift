import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let batchNoise = Threshold(
    "SO14", 0.1, "fraction of the gain over the prior or mean predictor that gradient noise costs")
  fileprivate static let batchRows = Threshold.fixed(
    "SO14", 4, "rows per step up to which it applies")
}

extension CheckEntry {
  static let batchNoise = CheckEntry(
    code: "SO14", title: "learning rate for small batches", stage: .overfit, worst: .warn,
    summary: "Gradient noise of batches of a few rows does not outweigh what the steps learn.",
    formula: "up to 4,000 of the spec's steps at its final learning rate, on three of four "
      + "train rows; (mean loss of 20 late models − loss of their mean prediction) / (L_prior − "
      + "that loss) on the other rows, above the threshold; where a step takes at most 4 rows",
    threshold: .batchNoise,
    fixedLimits: [.batchRows],
    source:
      "own; Widrow's misadjustment of the least mean squares, seen by Polyak's averaging; the "
      + "HBS mutation of DeepCrime",
    knownFalseAlarms: "early stopping may select a good epoch from the noise: it never stops a "
      + "run",
    cost: "at most 5e7 multiplications",
    body: .before { context in
      guard context.isTrainFinite, context.hasUsableClasses, context.isTrainedBySteps else {
        return .notApplicable("not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) chooses its step sizes itself")
      }
      let rows = context.plan.rowsPerStep(of: context.train.rowCount)
      guard rows <= Int(Threshold.batchRows.value) else {
        return .notApplicable(
          "a step takes more than \(NumberFormat.typed(Threshold.batchRows.value)) rows")
      }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      if let trial = try? context.trial() {
        if case .fails = trial.verdict { return .notApplicable("SO01 failed") }
      }
      guard let noise = try BatchNoise(context) else {
        return .notApplicable("there are too few steps, or no finite loss after them")
      }
      let seen =
        "after \(NumberFormat.count(noise.stepCount, "step")) of \(NumberFormat.count(rows, "row")) "
        + "models have loss \(NumberFormat.number(noise.loss)) on other rows, their mean prediction "
        + "\(NumberFormat.number(noise.lossOfMean)) (constant prediction \(NumberFormat.number(noise.prior)))"
      let evidence = [
        Evidence.scores(
          "losses of held-out rows",
          [
            "constant prediction": noise.prior, "late models": noise.loss,
            "their mean prediction": noise.lossOfMean,
          ])
      ]
      guard noise.missedShare > context.limit(.batchNoise) else {
        var finding = Finding.passed(seen, value: noise.missedShare)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning, message: "single steps are dominated by gradient noise: " + seen,
        value: noise.missedShare, evidence: evidence,
        causes: [
          "training.batch_size: \(context.plan.batchSize) is too small for "
            + "training.optimizer.learning_rate"
        ],
        remedy: "training.batch_size: 32, or a tenth of training.optimizer.learning_rate")
    })
}
