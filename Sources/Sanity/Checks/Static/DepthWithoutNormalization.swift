import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let depthWithoutNormalization = Threshold(
    "SS15", 10, "hidden layers without normalization")
}

extension CheckEntry {
  static let depthWithoutNormalization = CheckEntry(
    code: "SS15", title: "depth without normalization", stage: .static, worst: .warn,
    summary: "A network without normalization layers is not too deep for signals and gradients.",
    formula: "hidden layers, if none is normalized, above the threshold: there are no skip "
      + "connections, and the noise of batches and dropout accumulates from layer to layer",
    threshold: .depthWithoutNormalization,
    source: "He et al. 2016: plain networks fit worse from some 20 layers on; Schoenholz et al. "
      + "2017: the depth that can be trained ends where two rows look alike, sooner with dropout",
    knownFalseAlarms: "wide layers with critical initialization can be trained deeper: it never "
      + "stops a run",
    cost: "none",
    body: .before { context in
      guard let network = context.recipe.network else {
        return .notApplicable("the model has no layers")
      }
      let count = network.hidden.count
      guard !network.isNormalized else { return .notApplicable("its layers are normalized") }
      guard Double(count) > context.limit(.depthWithoutNormalization) else {
        return .passed("\(NumberFormat.count(count, "hidden layer"))", value: Double(count))
      }
      return Finding(
        verdict: .warning,
        message: "\(NumberFormat.count(count, "hidden layer")) without normalization: signals and "
          + "gradients hardly pass through them",
        value: Double(count),
        evidence: [
          .curve(title: "widths", series: "by layer", values: network.hidden.map(Double.init))
        ],
        causes: ["model.hidden has too many layers"],
        remedy: "two to four hidden layers, wider ones, or model.layer_norm: true")
    })
}
