import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let weightGrowth = Threshold(
    "ST10", 100, "norm of the parameters over their early one")
}

extension CheckEntry {
  static let weightGrowth = CheckEntry(
    code: "ST10", title: "no explosion of the weights", stage: .training, worst: .note,
    summary: "The final parameters are of similar size as the early ones.",
    formula: "norm of the final parameters over their largest in the first tenth, above the "
      + "threshold",
    threshold: .weightGrowth,
    source: "TheDeepChecker, exploding weights",
    knownFalseAlarms: "separable classes make weights grow without bound, legitimately: it is "
      + "only noted",
    cost: "none: the norms are known",
    body: .after { context in
      guard let norms = context.history?.parameterNorms.filter(\.isFinite), norms.count >= 20 else {
        return .notApplicable("no monitor watched 20 steps")
      }
      let early = norms.prefix(max(2, norms.count / 10)).max() ?? 0
      guard let last = norms.last, early > 0 else { return .notApplicable("all weights are 0") }
      let ratio = last / early
      let evidence = Evidence.curve(
        title: "parameter norm", series: "along the training", values: norms.evenly(200))
      let text = "the parameters end at \(NumberFormat.number(ratio)) times their early size"
      guard ratio > context.limit(.weightGrowth) else {
        return .passed(text, value: ratio)
      }
      return Finding(
        verdict: .note, message: text, value: ratio, evidence: [evidence],
        causes: ["linearly separable classes", "a learning rate near divergence"],
        remedy: "training.l2 keeps them bounded")
    })
}
