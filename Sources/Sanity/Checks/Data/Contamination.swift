import Datasets
import Learning

extension CheckEntry {
  static let contamination = CheckEntry(
    code: "SD09", title: "dev or test rows inside train", stage: .data, worst: .stop,
    summary: "Dev and test rows do not occur in train.",
    formula: "share of a part's rows whose inputs agree with a train row, less the share that "
      + "chance explains; it stops above the threshold if a Poisson number of the expected mean "
      + "would reach the count less than once in a million",
    threshold: Thresholds.contamination,
    source: "deepchecks, TrainTestSamplesMix (there 5 %); Kapoor and Narayanan 2023, L1.4",
    knownFalseAlarms: "rows of few values occur everywhere: what independent columns, or the "
      + "twins within train where no column is continuous, let expect is subtracted",
    cost: "one hash of each row; shares those of train",
    body: .before { context in
      var worst = Finding.passed("no dev or test row is in train", value: 0)
      if context.parts.count == 1 { return .notApplicable("there is no dev and no test part") }
      for (part, rows) in context.parts.dropFirst() {
        let finding = context.overlap(of: rows, part: part)
        if (finding.value ?? 0) > (worst.value ?? 0)
          || finding.verdict.weight > worst.verdict.weight
        {
          worst = finding
        }
      }
      return worst
    })
}

extension GateContext {
  fileprivate func overlap(of rows: TrainingSet, part: Part) -> Finding {
    let twins = trainGroups.twins(of: rows.inputs)
    let found = twins.indices.filter { twins[$0] != nil }
    guard !found.isEmpty else { return .passed("no dev or test row is in train", value: 0) }
    let n = Double(rows.rowCount)
    let expected = expectedOverlapShare(of: rows)
    let share = Double(found.count) / n
    let excess = max(0, share - expected)
    let bound = poissonTailBound(atLeast: Double(found.count), mean: expected * n + 0.05)
    let verdict: CheckResult.Verdict =
      if excess > limit(Thresholds.contamination), bound < 1e-6 {
        .stop
      } else if excess > limit(Thresholds.contaminationWarning), bound < 1e-3 {
        .warning
      } else {
        .note
      }
    let sameTarget = found.count { row in
      twins[row].map { train.targets.number(at: $0) == rows.targets.number(at: row) } ?? false
    }
    let isChance = verdict == .note
    let verb = found.count == 1 ? "is" : "are"
    let pairs = found.prefix(20).compactMap { row in
      twins[row].map { (rows.rowIDs[row], train.rowIDs[$0]) }
    }
    return Finding(
      verdict: verdict,
      message: "\(Wording.counted(found.count, "\(part) row")) (\(Wording.percent(share))) "
        + "\(verb) also in train\(isChance ? ", as many as chance explains" : "")",
      value: excess,
      evidence: [
        .init(
          "rows",
          pairs.map { "\(rowName($0.0)) = \(rowName($0.1))" }.joined(separator: "; "),
          numbers: pairs.map { Double($0.0) }),
        .init("same target", "\(Wording.count(sameTarget)) of \(Wording.count(found.count))"),
        .init("expected by chance", Wording.percent(expected), numbers: [expected]),
      ],
      causes: isChance
        ? [] : ["copies in the source before the split", "a part's file holds train rows"],
      remedy: isChance
        ? nil : "remove copies before the split, or use data.split with by: {group: COLUMN}")
  }

  private func expectedOverlapShare(of rows: TrainingSet) -> Double {
    let chance = chanceAgreement
    let independent = chance.expectedShare(of: rows.rowIDs, areTrain: false)
    if chance.hasContinuousColumn { return independent }
    // Rows of the same source: a dev row finds a twin in train as often as a train row does.
    let sizes = trainGroups.sizes
    let withTwin = sizes.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
    return max(independent, Double(withTwin) / Double(max(1, train.rowCount)))
  }
}
