import Datasets
import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let duplicates = Threshold(
    "SD08", 0, "fraction of train rows that repeat another row, beyond what chance explains")
}

extension CheckEntry {
  static let duplicateRows = CheckEntry(
    code: "SD08", title: "duplicate rows in train", stage: .data, evidenceKind: .background,
    worst: .warn,
    summary: "No train row repeats another in every input and the target.",
    formula: "train rows beyond the first of each group with equal inputs and target; more than "
      + "independent columns explain (Poisson bound below one in a thousand) warns",
    threshold: .duplicates,
    source: "deepchecks, DataDuplicates (there above 5 %)",
    knownFalseAlarms: "columns of few values repeat by chance: then it is only noted",
    cost: "shares the hashes of SD07",
    body: .before { context in
      let groups = context.trainGroups.members
      var repeats: [Int] = []
      for rows in groups where rows.count > 1 {
        var seen: Set<Double> = []
        for row in rows where !seen.insert(context.train.targets.number(at: row)).inserted {
          repeats.append(row)
        }
      }
      let share = Double(repeats.count) / Double(max(1, context.train.rowCount))
      guard share > context.limit(.duplicates) else {
        return .passed("no duplicate rows in train", value: share)
      }
      let isChance = context.isExplainedByChance(duplicates: repeats.count)
      let ids = repeats.prefix(20).map { context.train.rowIDs[$0] }
      return Finding(
        verdict: isChance ? .note : .warning,
        message: NumberFormat.count(repeats.count, "duplicate row") + " in train "
          + "(\(NumberFormat.percent(share))\(isChance ? ", as many as chance explains" : ""))",
        value: share,
        evidence: [
          context.rowEvidence(ids)
        ],
        causes: isChance ? [] : ["rows exported or joined twice"],
        remedy: isChance ? nil : context.duplicateAdvice)
    })
}

extension GateContext {
  /// What to do about copies, by how the split treats them.
  fileprivate var duplicateAdvice: String {
    switch repeats?.handling {
    case .together: "if rows were copied, and do not repeat by nature, remove the copies"
    case .apart, .coincidental, nil: "remove the copies before they are split into parts"
    }
  }
}

extension Targets {
  /// The target of one row as a number; for classes the index.
  func number(at row: Int) -> Double {
    switch self {
    case .values(let values): values[row]
    case .classes(let classes, _): Double(classes[row])
    }
  }
}
