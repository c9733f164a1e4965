import Datasets
import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let transfer = Threshold(
    "SD25", 4, "standard errors between the errors on two parts")
  fileprivate static let transferGap = Threshold.fixed(
    "SD25", 0.2, "the same relative to a constant prediction's error")
  fileprivate static let transferRatio = Threshold.fixed(
    "SD25", 0.5, "the same in units of the smaller error")
}

extension CheckEntry {
  static let conceptShift = CheckEntry(
    code: "SD25", title: "a relation that holds in every part", stage: .data, worst: .warn,
    summary: "What a cheap model learns from train holds for dev and test as well.",
    formula: "mean squared error of a ridge regression on dev or test rows, against that on "
      + "train rows, each predicted by the others: further apart than the threshold in standard "
      + "errors, by a fifth of the mean predictor's error and by half of the smaller. The cause "
      + "is the change of the part (its columns on train's scale, in train's order, its target "
      + "on train's scale, its class indices shifted) that removes most of the difference",
    threshold: .transfer,
    fixedLimits: [.transferGap, .transferRatio],
    source: "own; domain shift seen by a model's loss, Lipton, Wang and Smola 2018",
    knownFalseAlarms: "parts that are meant to differ (only noted where the spec splits by time "
      + "or group); nonlinear relations are not judged: it never stops a run",
    cost: "shares the ridge regression of SD20; one product of at most 2,000 rows per part",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      guard context.isTrainFinite, context.hasUsableClasses, context.train.rowCount >= 50,
        let sample = context.signalSample, let probe = TransferProbe(sample)
      else { return .notApplicable("the train rows do not allow a cheap model") }
      let train = MeanEstimate(probe.trainErrors)
      var largest = 0.0
      for (part, rows) in context.parts.dropFirst() where rows.rowCount >= 20 {
        let positions = Array(0..<rows.rowCount).evenly(SignalSample.rowLimit)
        let inputs = sample.inputs(of: rows, at: positions)
        let targets = rows.targets.rows(at: positions)
        let own = MeanEstimate(probe.errors(inputs: inputs, targets: targets.indicators))
        guard own.mean.isFinite else { continue }
        let deviation =
          (train.standardError * train.standardError + own.standardError * own.standardError)
          .squareRoot()
        let gap = own.mean - train.mean
        let score = deviation > 0 ? gap / deviation : 0
        largest = max(largest, abs(score))
        guard abs(score) > context.limit(.transfer),
          abs(gap) > Threshold.transferGap.value,
          abs(gap) > Threshold.transferRatio.value * min(train.mean, own.mean)
        else { continue }
        let seen =
          "a linear model of train has \(NumberFormat.number(train.mean)) of a constant prediction's error there "
          + "and \(NumberFormat.number(own.mean)) on \(part)"
        var finding = Finding(
          verdict: context.isDriftDeclared ? .note : .warning, message: seen, value: score,
          evidence: [
            .scores(
              "errors",
              [
                "train": train.mean, "\(part)": own.mean,
                "standard error of train": train.standardError,
                "of \(part)": own.standardError,
              ])
          ])
        finding.remedy = "trace a few rows of each part by hand from the source to here"
        if gap < 0 {
          finding.causes = [
            "labels of train that are wrong", "\(part) rows, or copies of them, that are in train",
          ]
        } else if let found = TransferExplanation.best(
          probe, inputs: inputs, targets: targets, part: part.rawValue, error: own.mean,
          trainError: train.mean)
        {
          finding.message += "; \(found.change) \(NumberFormat.number(found.error))"
          finding.causes = [found.cause]
        } else {
          finding.causes = [
            "drift: parts from different times, places or files",
            "labels or columns of \(part) that mean something else",
          ]
        }
        return finding
      }
      return .passed("a linear model of train holds in the other parts", value: largest)
    })
}
