import Findings
import Learning
import Text

extension Threshold {
  static let cappedTarget = Threshold("SD27", 0.01, "fraction of train rows at the greatest target")
  static let cappedTargetExcess = Threshold.fixed(
    "SD27", 5, "rows at the greatest target for one at the most frequent of the 20 values below it")
}

extension CheckEntry {
  static let cappedTarget = CheckEntry(
    code: "SD27", title: "capped target", stage: .data, worst: .warn,
    summary: "Few rows have exactly the greatest target.",
    formula:
      "at least 10 and 1 % of the train rows have the greatest target, 5 times as many as the "
      + "most frequent of the 20 values below it, and the target takes at least 50 values",
    threshold: .cappedTarget, fixedLimits: [.cappedTargetExcess],
    source: "Pace and Barry 1997: house values above $500,000 are recorded as $500,001",
    knownFalseAlarms: "a greatest value that is reached and not cut off, such as full marks",
    cost: "sorts the targets once",
    body: .before { context in
      guard case .values(let values) = context.ownTargets(of: context.train) else {
        return .notApplicable("the target is a class")
      }
      let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
      let greatest = counts.keys.sorted(by: >).prefix(21)
      guard let top = greatest.first, let count = counts[top], counts.count >= 50 else {
        return .passed("the target takes few values")
      }
      let below = greatest.dropFirst().compactMap { counts[$0] }.max() ?? 1
      let share = Double(count) / Double(values.count)
      let text =
        "\(NumberFormat.count(count, "train row")) (\(NumberFormat.percent(share))) "
        + "\(count == 1 ? "has" : "have") the greatest target, \(NumberFormat.exact(top))"
      let isCapped =
        count >= 10 && share >= context.limit(.cappedTarget)
        && Double(count) >= Threshold.cappedTargetExcess.value * Double(below)
      guard isCapped else { return .passed(text, value: share) }
      return Finding(
        verdict: .warning, message: "\(text): it may be cut off there", value: share,
        threshold: context.limit(.cappedTarget),
        causes: ["values above a limit are recorded as the limit"],
        remedy: "judge the model without these rows too: its errors there are of the limit, not of "
          + "the target")
    })
}
