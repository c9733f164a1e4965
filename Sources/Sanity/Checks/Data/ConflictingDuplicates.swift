import Datasets
import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let conflicts = Threshold(
    "SD07", 0, "fraction of train rows whose inputs occur with another target")
}

extension CheckEntry {
  static let conflictingDuplicates = CheckEntry(
    code: "SD07", title: "equal rows with different targets", stage: .data, worst: .warn,
    summary: "Rows with equal inputs have equal targets.",
    formula: "fraction of train rows whose inputs also occur with another target; ceilings: "
      + "accuracy Σ_g max_c n_gc / n, cross-entropy −Σ n_gc ln(n_gc/n_g) / n, squared error the "
      + "variance within groups",
    threshold: .conflicts,
    source: "deepchecks, ConflictingLabels; the ceilings are the Bayes limits of the sample",
    knownFalseAlarms: "columns of few values coincide by chance: where independence of the "
      + "columns explains the duplicates, it is only noted",
    cost: "one hash of each train row",
    body: .before { context in
      let groups = context.trainGroups
      let ceiling = ConflictCeiling(
        targets: context.ownTargets(of: context.train), weights: context.train.weights,
        groups: groups.members)
      let share = Double(ceiling.conflictRowCount) / Double(max(1, context.train.rowCount))
      guard share > context.limit(.conflicts) else {
        return .passed("no equal rows differ in the target", value: share)
      }
      let best: String
      switch context.train.targets {
      case .classes:
        best =
          "best possible train accuracy \(NumberFormat.number(ceiling.accuracy)), "
          + "cross-entropy \(NumberFormat.number(ceiling.crossEntropy))"
      case .values:
        best = "best possible train mean squared error \(NumberFormat.number(ceiling.squaredError))"
      }
      let repeats = context.train.rowCount - groups.groupCount
      let isChance = context.isExplainedByChance(duplicates: repeats)
      return Finding(
        // A handful among thousands does not hurt.
        verdict: isChance || share < 0.001 ? .note : .warning,
        message: "\(NumberFormat.count(ceiling.conflictRowCount, "train row")) "
          + "(\(NumberFormat.percent(share))) have an equal row with another target: \(best)",
        value: share,
        evidence: [
          ceiling.evidence("ceiling"),
          context.rowEvidence(ceiling.examples.map { context.train.rowIDs[$0] }),
        ],
        causes: isChance
          ? ["few distinct values: different cases look the same"]
          : [
            "wrong labels", "a join that copied rows",
            "a column that distinguishes them is dropped",
          ],
        remedy: "look at the rows named in the evidence")
    })
}

extension GateContext {
  /// Whether independent columns explain this number of repeated train rows.
  func isExplainedByChance(duplicates: Int) -> Bool {
    let expected =
      chanceAgreement.expectedShare(of: dataset.split.train, areTrain: true)
      * Double(train.rowCount)
    return poissonTailBound(atLeast: Double(duplicates), mean: expected + 0.05) >= 1e-3
  }
}
