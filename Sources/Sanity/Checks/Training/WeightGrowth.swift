import Learning

extension CheckEntry {
  static let weightGrowth = CheckEntry(
    code: "ST10", title: "weights that do not run away", stage: .training, worst: .note,
    summary: "The parameters end at a size that compares with where they began.",
    formula: "norm of the parameters at the end over their largest in the first tenth, above the "
      + "threshold",
    threshold: Thresholds.weightGrowth,
    source: "TheDeepChecker, exploding weights",
    knownFalseAlarms: "separable classes make weights grow for ever, and rightly: it is only noted",
    cost: "none: the norms are known",
    body: .after { context in
      guard let norms = context.course?.parameterNorms.filter(\.isFinite), norms.count >= 20 else {
        return .notApplicable("no monitor watched 20 steps")
      }
      let early = norms.prefix(max(2, norms.count / 10)).max() ?? 0
      guard let last = norms.last, early > 0 else { return .notApplicable("all weights are 0") }
      let ratio = last / early
      let evidence = CheckResult.Evidence(
        "parameter norm", "along the training", numbers: norms.evenly(200))
      let text = "the parameters end at \(Wording.number(ratio)) times their early size"
      guard ratio > context.limit(Thresholds.weightGrowth) else {
        return .passed(text, value: ratio)
      }
      return Finding(
        verdict: .note, message: text, value: ratio, evidence: [evidence],
        causes: ["classes that a plane separates", "a learning rate near divergence"],
        remedy: "training.l2 keeps them bounded")
    })
}
