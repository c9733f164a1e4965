import Findings
import Learning
import Schema
import Text

extension CheckEntry {
  static let classIndices = CheckEntry(
    code: "SS04", title: "one output per class", stage: .static, evidenceKind: .contradiction,
    worst: .stop,
    summary: "Class indices run from 0 to the number of outputs minus one.",
    formula: "a class index below 0 or at least the number of classes, in any part",
    source: "Stack Overflow 59129802 in TheDeepChecker's collection; the usual index offset",
    knownFalseAlarms: "none known", cost: "one pass over the targets",
    body: .before { context in
      guard context.task.isClassification else { return .notApplicable("the target is a number") }
      for (part, rows) in context.parts {
        guard case .classes(let classes, let classCount) = rows.targets else {
          return .notApplicable("the target is a number")
        }
        let bad = classes.indices.filter { !(0..<classCount).contains(classes[$0]) }
        guard let first = bad.first else { continue }
        return Finding(
          verdict: .stop,
          message:
            "\(part) has class index \(classes[first]) (\(context.rowName(rows.rowIDs[first]))) "
            + "where \(NumberFormat.count(classCount, "class", "classes")) are counted from 0",
          value: Double(bad.count), threshold: 0,
          evidence: [
            context.rowEvidence(bad.map { rows.rowIDs[$0] })
          ],
          causes: ["labels counted from 1", "a label that no class is named for"],
          remedy: "map labels with data.label_map")
      }
      return .passed("class indices run from 0 to \(context.classNames.count - 1)", value: 0)
    })
}
