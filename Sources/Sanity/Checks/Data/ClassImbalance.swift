import Datasets
import Findings
import Foundation
import Learning
import Text

extension Threshold {
  fileprivate static let imbalance = Threshold(
    "SD06", 10, "rows of the most frequent class per row of the rarest")
}

extension CheckEntry {
  static let classImbalance = CheckEntry(
    code: "SD06", title: "unbalanced or missing classes", stage: .data, worst: .warn,
    summary: "Each class has enough rows in train and appears in dev and test.",
    formula:
      "rows (or their weight) of the most frequent class / of the rarest, in train; a class missing "
      + "in dev or test although its probability of being absent by chance is below one in a "
      + "thousand",
    threshold: .imbalance,
    source: "SageMaker Debugger, ClassImbalance; deepchecks; TheDeepChecker",
    knownFalseAlarms: "classes may be rare in reality: it never stops a run",
    cost: "one pass over the targets",
    body: .before { context in
      guard case .classes(_, let classCount) = context.train.targets else {
        return .notApplicable("the target is a number")
      }
      let counts = context.train.classTotals
      let total = counts.reduce(0, +)
      let unit = context.train.weights == nil ? "train row" : "weight of the train rows"
      let present = counts.indices.filter { counts[$0] > 0 }
      guard let rarest = present.min(by: { counts[$0] < counts[$1] }),
        let commonest = present.max(by: { counts[$0] < counts[$1] }), rarest != commonest
      else { return .notApplicable("train has one class") }
      let ratio = counts[commonest] / counts[rarest]
      var finding = Finding.passed(
        "rarest class \"\(context.className(rarest))\": 1 \(unit) for "
          + "\(NumberFormat.number(ratio)) of the most frequent", value: ratio)
      finding.evidence = [
        .scores(
          title: "\(context.train.weights == nil ? "train rows" : unit) by class",
          scores: present.map { Evidence.Score(context.className($0), counts[$0]) })
      ]
      for (part, rows) in context.parts.dropFirst() {
        guard case .classes(let classes, _) = rows.targets else { continue }
        let partCounts = classes.counts(of: classCount)
        let missing = present.filter { partCounts[$0] == 0 }
        guard !missing.isEmpty else { continue }
        let likeliest = missing.map { counts[$0] / total }.max()
        let isChance = pow(1 - (likeliest ?? 0), Double(rows.rowCount)) >= 1e-3
        finding.verdict = isChance ? .note : .warning
        let names = Quoting.list(missing.map(context.className))
        finding.message =
          "\(part) has no row of \(missing.count == 1 ? "class" : "classes") \(names)"
        finding.remedy = "use data.split with by: stratified, or a larger share"
        if !isChance { return finding }
      }
      if ratio > context.limit(.imbalance) {
        finding.verdict = .warning
        let share =
          context.train.weights == nil
          ? "\(NumberFormat.count(Int(counts[rarest]))) of "
            + NumberFormat.count(context.train.rowCount, unit)
          : "\(NumberFormat.percent(counts[rarest] / total)) of the \(unit)"
        finding.message =
          "class \"\(context.className(rarest))\" has \(share), 1 for "
          + "\(NumberFormat.number(ratio)) of \"\(context.className(commonest))\""
        finding.remedy =
          "judge by balanced_accuracy, macro_f1 or average_precision, not accuracy; "
          + "training.class_weights: balanced may help"
      }
      return finding
    })
}
