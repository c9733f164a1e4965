import Learning

extension CheckEntry {
  static let plainDepth = CheckEntry(
    code: "SS15", title: "a depth that plain layers carry", stage: .static, worst: .warn,
    summary: "A network of plain layers is not deeper than signals and gradients reach.",
    formula: "hidden layers, if none is normalised, above the threshold: there are no layers to "
      + "skip others by, and noise of the rows and of dropout adds up from layer to layer",
    threshold: Thresholds.plainDepth,
    source: "He et al. 2016: plain networks fit worse from some 20 layers on; Schoenholz et al. "
      + "2017: the depth that can be trained ends where two rows look alike, sooner with dropout",
    knownFalseAlarms: "wide layers at a critical start can be trained deeper: it never stops a run",
    cost: "none",
    body: .before { context in
      guard let network = context.recipe.network else {
        return .notApplicable("the model has no layers")
      }
      let count = network.hidden.count
      guard !network.isNormalized else { return .notApplicable("its layers are normalised") }
      guard Double(count) > context.limit(Thresholds.plainDepth) else {
        return .passed("\(Wording.counted(count, "hidden layer"))", value: Double(count))
      }
      return Finding(
        verdict: .warning,
        message: "\(Wording.counted(count, "hidden layer")) without normalisation: signals and "
          + "gradients hardly reach through so many",
        value: Double(count),
        evidence: [.init("widths", "by layer", numbers: network.hidden.map(Double.init))],
        causes: ["model.hidden has too many layers"],
        remedy: "two to four hidden layers, wider ones, or model.layer_norm: true")
    })
}
