import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let weightSpread = Threshold(
    "SS08", 3, "factor beyond the range of the usual schemes")
}

extension Threshold {
  fileprivate static let shrinkage = Threshold.fixed(
    "SS08", 10, "product over the layers of how many times too small their weights are")
}

extension CheckEntry {
  static let initialScale = CheckEntry(
    code: "SS08", title: "scale of the initial weights", stage: .static,
    worst: .warn,
    summary: "The standard deviation of each layer's weights is that of a usual initialization "
      + "scheme.",
    formula: "standard deviation of a layer's initial weights, above the largest or below the "
      + "smallest of He √(2/in), Glorot √(2/(in+out)) and LeCun √(1/in) by more than the "
      + "threshold as a factor; of small ones only where the factors of the hidden layers multiply to "
      + "more than 10",
    threshold: .weightSpread,
    fixedLimits: [.shrinkage],
    source: "He et al. 2015; Glorot and Bengio 2010; LeCun et al. 1998; in place of "
      + "TheDeepChecker's F test, which is noisy in small layers",
    knownFalseAlarms: "layers of fewer than 16 weights are left out; other schemes exist: it "
      + "never stops a run",
    cost: "one pass over the initial parameters",
    body: .before { context in
      guard let network = context.recipe.network, !network.hidden.isEmpty,
        let state = context.initialState
      else { return .notApplicable("there is no hidden layer") }
      let limit = context.limit(.weightSpread)
      let parameters = state.problem.initialParameters
      // What the layers together take from the signal.
      var shrinkage = 1.0
      var worst: (name: String, deviation: Double, expected: Double, factor: Double)?
      let matrices = state.problem.layout.tensors.filter { $0.shape.count == 2 }
      for tensor in matrices where tensor.count >= 16 {
        let values = parameters[tensor.offset..<(tensor.offset + tensor.count)]
        let variance = values.variance
        guard variance > 1e-16 else {
          return .notApplicable("weights of \"\(tensor.name)\" are all equal: see SI15")
        }
        let deviation = variance.squareRoot()
        let (outputs, inputs) = (Double(tensor.shape[0]), Double(tensor.shape[1]))
        let expected = [2 / inputs, 2 / (inputs + outputs), 1 / inputs].map { $0.squareRoot() }
        let (least, most) = (expected.min() ?? 1, expected.max() ?? 1)
        let factor = max(deviation / most, least / deviation)
        // A small output layer makes the first predictions alike, which harms nothing.
        if tensor.name != matrices.last?.name { shrinkage *= max(1, least / deviation) }
        if factor > worst?.factor ?? 0 {
          worst = (tensor.name, deviation, deviation > most ? most : least, factor)
        }
      }
      guard let worst else { return .notApplicable("the layers are too small to judge") }
      let isSmall = worst.deviation < worst.expected
      guard worst.factor > limit, !isSmall || shrinkage > Threshold.shrinkage.value else {
        return .passed("initial weights have the usual scale", value: worst.factor)
      }
      return Finding(
        verdict: .warning,
        message:
          "weights of \"\(worst.name)\" have standard deviation \(NumberFormat.number(worst.deviation)) "
          + "where \(NumberFormat.number(worst.expected)) is usual",
        value: worst.factor,
        evidence: [
          .scores(
            "standard deviation of \(worst.name)",
            ["measured": worst.deviation, "expected": worst.expected])
        ],
        causes: [
          network.initializationScale.map {
            "model.initialization_scale: \(NumberFormat.number($0))"
          }
            ?? "model.initialization: \(network.initialization.rawValue)"
        ],
        remedy: "use the standard initialization of the activation")
    })
}
