import Learning
import LinearAlgebra

extension CheckEntry {
  static let anySignal = CheckEntry(
    code: "SD20", title: "inputs that say something of the target", stage: .data, worst: .warn,
    summary: "Some cheap model foretells the targets better than it foretells shuffled ones.",
    formula: "skill (share of the squared error of the mean that goes away, each row foretold by "
      + "the others) of a ridge regression and of the 5 nearest rows, against up to 99 shuffles "
      + "of the targets; it warns when both are matched by more shuffles than the threshold",
    threshold: Thresholds.anySignal,
    source: "permutation test, Ojala and Garriga 2010; finds permuted labels and wrong joins",
    knownFalseAlarms: "weak signals in few rows, or patterns that neither model sees: it never "
      + "stops a run, see SE03",
    cost: "one factorization of at most 2,000 rows and 256 inputs, distances of 400 rows",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      guard let signal = context.signal else {
        return .notApplicable("the inputs or the target do not vary")
      }
      let best = min(signal.ridge.probability, signal.nearest.probability)
      let evidence = [
        CheckResult.Evidence(
          "ridge", "skill \(Wording.number(signal.ridge.skill)), shuffled beside",
          numbers: [signal.ridge.skill] + signal.ridge.shuffled),
        CheckResult.Evidence(
          "5 nearest rows", "skill \(Wording.number(signal.nearest.skill)), shuffled beside",
          numbers: [signal.nearest.skill] + signal.nearest.shuffled),
      ]
      let skill = max(signal.ridge.skill, signal.nearest.skill)
      guard best > context.limit(Thresholds.anySignal) else {
        var finding = Finding.passed(
          "a cheap model foretells \(Wording.percent(max(0, skill))) of the target", value: best)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning,
        message: "no cheap model foretells the target better than shuffled targets: "
          + "\(Wording.percent(best)) of the shuffles do as well",
        value: best, evidence: evidence,
        causes: [
          "targets that were shuffled or joined to the wrong rows",
          "inputs that have nothing to do with the target",
        ],
        remedy: "follow a few rows by hand from the source to here; SE03 looks again with the "
          + "spec's own model")
    })
}
