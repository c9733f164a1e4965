import Datasets
import Findings
import Foundation
import Learning
import Text

extension CheckEntry {
  static let degenerateTarget = CheckEntry(
    code: "SD05", title: "target without variation", stage: .data, evidenceKind: .contradiction,
    worst: .stop,
    summary: "The target takes at least two values in each part.",
    formula: "train: one class, or variance 0, stops; dev and test: the same, if its "
      + "probability at train's class frequencies is below one in a million; otherwise it warns",
    source: "scikit-learn, check_classifiers_one_label; TheDeepChecker",
    knownFalseAlarms: "small parts of unbalanced classes may contain one class by chance: they "
      + "warn",
    cost: "one pass over the targets",
    body: .before { context in
      if let only = context.onlyTarget(of: context.train) {
        return Finding(
          verdict: .stop, message: "every train row has the same target: \(only)", value: 1,
          threshold: 2,
          causes: [
            "data.target names the wrong column", "a filter or a sorted file cut off the rest",
          ],
          remedy: "look at data.target, data.limit and data.split")
      }
      for (part, rows) in context.parts.dropFirst() where rows.rowCount > 1 {
        guard let only = context.onlyTarget(of: rows) else { continue }
        let isChance = context.chanceOfOneTarget(in: rows) >= 1e-6
        return Finding(
          verdict: isChance ? .warning : .stop,
          message: "every \(part) row has the same target: \(only) "
            + "(\(NumberFormat.count(rows.rowCount, "row")))",
          value: 1, threshold: 2,
          causes: ["the file is sorted by target and was split in order"],
          remedy: "use data.split with by: stratified, or a larger share")
      }
      return .passed("the target varies in each part")
    })
}

extension GateContext {
  /// The one target of all rows, as a message shows it; nil when there are several.
  fileprivate func onlyTarget(of rows: TrainingSet) -> String? {
    switch ownTargets(of: rows) {
    case .classes(let classes, _):
      guard let first = classes.first, classes.allSatisfy({ $0 == first }) else { return nil }
      return "\"\(className(first))\""
    case .values(let values):
      guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
      return NumberFormat.typed(first)
    }
  }

  /// The probability that this number of rows, drawn like train rows, all have this target.
  fileprivate func chanceOfOneTarget(in rows: TrainingSet) -> Double {
    let n = Double(rows.rowCount - 1)
    let share: Double
    switch (rows.targets, train.targets) {
    case (.classes(let classes, _), .classes(let all, _)):
      share = Double(all.count { $0 == classes[0] }) / Double(all.count)
    case (.values(let values), .values(let all)):
      share = Double(all.count { $0 == values[0] }) / Double(all.count)
    default: return 1
    }
    return pow(max(share, 1 / Double(train.rowCount)), n)
  }
}
