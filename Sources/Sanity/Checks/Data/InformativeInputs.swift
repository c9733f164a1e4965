import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  static let informativeInputs = Threshold(
    "SD20", 0.05, "fraction of shuffled targets that are predicted as well as the real ones")
}

extension CheckEntry {
  static let informativeInputs = CheckEntry(
    code: "SD20", title: "inputs that carry information about the target", stage: .data,
    evidenceKind: .background, worst: .warn,
    summary: "A cheap model predicts the targets better than it predicts shuffled ones.",
    formula: "skill (fraction of variance explained, each row predicted by the others) of a "
      + "ridge regression and of the 5 nearest rows, against up to 99 shuffles of the targets; "
      + "it warns when both are matched by a larger fraction of the shuffles than the threshold",
    threshold: .informativeInputs,
    source: "permutation test, Ojala and Garriga 2010; finds permuted labels and wrong joins",
    knownFalseAlarms: "weak signals in few rows, or patterns that neither model detects: it "
      + "never stops a run, see SE03",
    cost: "one factorization of at most 2,000 rows and 256 inputs, distances of 400 rows",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      guard let signal = context.signal else {
        return .notApplicable("the inputs or the target do not vary")
      }
      let best = min(signal.ridge.probability, signal.nearest.probability)
      let evidence = [
        Evidence.curve(
          title: "ridge", series: "skill, then those of shuffled targets",
          values: [signal.ridge.skill] + signal.ridge.shuffled),
        .curve(
          title: "5 nearest rows", series: "skill, then those of shuffled targets",
          values: [signal.nearest.skill] + signal.nearest.shuffled),
      ]
      let skill = max(signal.ridge.skill, signal.nearest.skill)
      guard best > context.limit(.informativeInputs) else {
        var finding = Finding.passed(
          "a cheap model predicts \(NumberFormat.percent(max(0, skill))) of the target", value: best
        )
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning,
        message: "no cheap model predicts the target better than shuffled targets: "
          + "\(NumberFormat.percent(best)) of the shuffles do as well",
        value: best, evidence: evidence,
        causes: [
          "targets that were shuffled or joined to the wrong rows",
          "inputs that have nothing to do with the target",
        ],
        remedy: "trace a few rows by hand from the source to here; SE03 looks again with the "
          + "spec's own model")
    })
}
