import Datasets
import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let contamination = Threshold(
    "SD09", 0.01, "fraction of dev or test rows found in train, beyond what chance explains")
  fileprivate static let contaminationWarning = Threshold.fixed(
    "SD09", 0.001, "fraction of dev or test rows in train from which it warns")
}

extension CheckEntry {
  static let contamination = CheckEntry(
    code: "SD09", title: "dev or test rows inside train", stage: .data, worst: .stop,
    summary: "No dev or test row also occurs in train.",
    formula: "fraction of a part's rows whose inputs equal those of a train row, minus the "
      + "fraction that chance explains; it stops above the threshold if a Poisson variable with "
      + "the expected mean would reach the count less than once in a million",
    threshold: .contamination,
    fixedLimits: [.contaminationWarning],
    source: "deepchecks, TrainTestSamplesMix (there 5 %); Kapoor and Narayanan 2023, L1.4",
    knownFalseAlarms: "rows of few values occur everywhere: the number expected from "
      + "independent columns, or from duplicates within train where no column is continuous, is "
      + "subtracted",
    cost: "one hash of each row; shares those of train",
    showsLeak: true,
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
    let repeated = trainGroups.equalRows(of: rows.inputs)
    let found = repeated.indices.filter { repeated[$0] != nil }
    guard !found.isEmpty else { return .passed("no dev or test row is in train", value: 0) }
    let n = Double(rows.rowCount)
    let expected = expectedOverlapShare(of: rows)
    let share = Double(found.count) / n
    let excess = max(0, share - expected)
    let bound = poissonTailBound(atLeast: Double(found.count), mean: expected * n + 0.05)
    let verdict: CheckResult.Verdict =
      if excess > limit(.contamination), bound < 1e-6 {
        .stop
      } else if excess > limit(.contaminationWarning), bound < 1e-3 {
        .warning
      } else {
        .note
      }
    let sameTarget = found.count { row in
      repeated[row].map { train.targets.number(at: $0) == rows.targets.number(at: row) } ?? false
    }
    let isChance = verdict == .note
    let verb = found.count == 1 ? "is" : "are"
    let pairs = found.prefix(20).compactMap { row in
      repeated[row].map { (rows.rowIDs[row], train.rowIDs[$0]) }
    }
    return Finding(
      verdict: verdict,
      message: "\(NumberFormat.count(found.count, "\(part) row")) (\(NumberFormat.percent(share))) "
        + "\(verb) also in train\(isChance ? ", as many as chance explains" : "")",
      value: excess,
      evidence: [
        .rows(
          title: "rows", ids: pairs.map(\.0),
          names: pairs.map { "\(rowName($0.0)) = \(rowName($0.1))" }),
        .text(
          title: "same target",
          text: "\(NumberFormat.count(sameTarget)) of \(NumberFormat.count(found.count))"),
        .fraction(title: "expected by chance", value: expected),
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
    // Rows of the same source: a dev row repeats a train row as often as a train row does.
    let sizes = trainGroups.sizes
    let withTwin = sizes.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
    return max(independent, Double(withTwin) / Double(max(1, train.rowCount)))
  }
}
