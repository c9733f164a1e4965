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

extension Threshold {
  fileprivate static let repeatsLimit = Threshold.fixed(
    "SD09", 2e-4, "two-sided probability of the count under repeats alone, below which it stops")
}

extension CheckEntry {
  static let contamination = CheckEntry(
    code: "SD09", title: "dev or test rows inside train", stage: .data, worst: .stop,
    summary: "No dev or test row also occurs in train, unless rows repeat by nature.",
    formula: "fraction of a part's rows whose inputs equal those of a train row, minus the "
      + "fraction that independent columns explain. It stops above the threshold if (1) a Poisson variable with "
      + "the expected mean would reach the count less than once in a million and (2) repeats within "
      + "train do not explain the count k. Under (2) each row of train and the part is in the part "
      + "with q = its fraction of both; of a set of s equal rows, those in the part count unless all "
      + "are; so P(≥ k) ≤ min_θ e^(−θk)·Π((1 − q + q·e^θ)^s − q^s·(e^(θs) − 1)) over the sets "
      + "(Chernoff). Rows that repeats explain, or that data.split.repeats: apart asks for, warn; "
      + "with together none are left",
    threshold: .contamination,
    fixedLimits: [.contaminationWarning, .repeatsLimit],
    source: "deepchecks, TrainTestSamplesMix (there 5 %); Kapoor and Narayanan 2023, L1.4",
    knownFalseAlarms: "rows of few values occur everywhere: the number expected from "
      + "independent columns is subtracted, and what repeats within train explain only warns. Files that were each freed of duplicates hide that rows repeat by nature",
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
    let expected = chanceAgreement.expectedShare(of: rows.rowIDs, areTrain: false)
    let share = Double(found.count) / n
    let excess = max(0, share - expected)
    let repeats = repeatsBound(of: rows, equalRows: repeated)
    let probability = repeats.twoSidedProbability(of: found.count)
    let verdict = verdict(
      count: found.count, excess: excess, expectedCount: expected * n,
      isExplainedByRepeats: Double(found.count) <= repeats.expectedCount
        || probability >= Threshold.repeatsLimit.value, part: part)
    let sameTarget = found.count { row in
      repeated[row].map { train.targets.number(at: $0) == rows.targets.number(at: row) } ?? false
    }
    let pairs = found.prefix(20).compactMap { row in
      repeated[row].map { (rows.rowIDs[row], train.rowIDs[$0]) }
    }
    let words = OverlapWords(verdict, repeats: self.repeats?.handling(of: part))
    let count = NumberFormat.count(found.count, "\(part) row")
    return Finding(
      verdict: verdict,
      message: "\(count) (\(NumberFormat.percent(share))) \(words.claim(found.count))",
      value: excess,
      evidence: [
        .rows(
          title: "rows", ids: pairs.map(\.0),
          names: pairs.map { "\(rowName($0.0)) = \(rowName($0.1))" }),
        .text(
          title: "same target",
          text: "\(NumberFormat.count(sameTarget)) of \(NumberFormat.count(found.count))"),
        .fraction(title: "expected by chance", value: expected),
        .fraction(title: "expected from repeats", value: repeats.expectedCount / n),
        .number(title: "two-sided probability under repeats, at most", value: probability),
      ],
      causes: words.causes, remedy: words.remedy, edits: words.edits)
  }

  private func verdict(
    count: Int, excess: Double, expectedCount: Double, isExplainedByRepeats: Bool, part: Part
  ) -> CheckResult.Verdict {
    switch repeats?.handling(of: part) {
    // Rows that are equal in the target too are in one part, or are coincidences.
    case .together, .coincidental: return .note
    case .apart, nil: break
    }
    let bound = poissonTailBound(atLeast: Double(count), mean: expectedCount + 0.05)
    guard excess > limit(.contaminationWarning), bound < 1e-3 else { return .note }
    let isDrawn = repeats?.handling(of: part) != nil
    let isLeak = excess > limit(.contamination) && bound < 1e-6 && !isExplainedByRepeats
    return isLeak && !isDrawn ? .stop : .warning
  }

  /// The sets of equal rows of train and a part.
  ///
  /// - Parameter equalRows: For each row of the part the first train row that equals it.
  private func repeatsBound(of rows: TrainingSet, equalRows: [Int?]) -> RepeatsBound {
    var trainSizes = trainGroups.sizes
    var setCounts: [Int: Int] = [:]
    let groups = RowGroups(of: rows.inputs)
    for (first, size) in zip(groups.firstRow, groups.sizes) {
      if let equal = equalRows[first] {
        trainSizes[trainGroups.groupOfRow[equal]] += size
      } else if size > 1 {
        setCounts[size, default: 0] += 1
      }
    }
    for size in trainSizes where size > 1 { setCounts[size, default: 0] += 1 }
    return RepeatsBound(
      setCounts: setCounts,
      fraction: Double(rows.rowCount) / Double(train.rowCount + rows.rowCount))
  }
}

/// What SD09 says of rows that are also in train.
private struct OverlapWords {
  let verdict: CheckResult.Verdict
  let handling: RepeatedRows.Handling?

  init(_ verdict: CheckResult.Verdict, repeats handling: RepeatedRows.Handling?) {
    self.verdict = verdict
    self.handling = handling
  }

  /// "are also in train, as many as chance explains".
  func claim(_ count: Int) -> String {
    let (be, have) = count == 1 ? ("is", "has") : ("are", "have")
    if handling == .together { return "\(have) the inputs of a train row with another target" }
    let reason =
      switch (verdict, handling) {
      case (.note, _): ", as many as chance explains"
      case (.warning, .apart): ", since data.split.repeats is apart"
      default: ""
      }
    return "\(be) also in train\(reason)"
  }

  var causes: [String] {
    switch (verdict, handling) {
    case (.stop, _): ["copies in the source before the split", "a part's file holds train rows"]
    case (.warning, .apart): ["rows that repeat are drawn apart"]
    case (.warning, _): ["rows that repeat by nature", "copies in the source before the split"]
    default: []
    }
  }

  var edits: [SpecEdit]? {
    [.stop, .warning].contains(verdict) ? [SpecEdit(.splitRepeats, "together")] : nil
  }

  var remedy: String? {
    guard edits != nil else { return nil }
    return handling == .apart
      ? "data.split.repeats: together draws equal rows as one"
      : "data.split.repeats: together leaves out the train rows that dev or test repeats"
  }
}
