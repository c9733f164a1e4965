import Findings
import Learning
import Text

extension CheckEntry {
  static let identicalUnits = CheckEntry(
    code: "SI15", title: "identical hidden units", stage: .initial, worst: .stop,
    summary: "The units of a hidden layer are initialized with different weights.",
    formula: "all units of the layer have the same incoming weights, bias and outgoing weights, "
      + "to the bit: then all have the same gradient and stay identical at every step",
    source: "symmetry of the units, Goodfellow, Bengio and Courville 2016, section 8.4; "
      + "TheDeepChecker (poor initialization)",
    knownFalseAlarms: "none without dropout, which lets such units diverge by chance",
    cost: "one pass over the initial parameters",
    explanation: .candidateEdits,
    body: .before { context in
      guard let state = context.initialState else {
        return .notApplicable("the model is not trained by gradients")
      }
      let parameters = state.problem.initialParameters
      let layers = HiddenLayer.all(in: state.problem.layout)
      guard !layers.isEmpty else { return .notApplicable("there is no hidden layer") }
      let alike = layers.filter { $0.isAlike(in: parameters) }
      guard !alike.isEmpty else { return .passed("the units of each layer differ", value: 0) }
      let names = alike.map(\.incoming.name)
      return Finding(
        verdict: .stop,
        message: "the units of \(Quoting.list(names)) are identical and stay so: "
          + "\(alike.count == 1 ? "the layer" : "each layer") can represent no more than one unit",
        value: Double(alike.count), threshold: 0,
        evidence: [.names("tensors", names)],
        causes: ["model.initialization: constant or zeros"],
        remedy: "use the standard initialization of the activation")
    })
}

/// A hidden layer's weights, its biases and the weights of the next layer.
private struct HiddenLayer {
  let incoming: ParameterLayout.Tensor
  let bias: ParameterLayout.Tensor?
  let outgoing: ParameterLayout.Tensor

  var unitCount: Int { incoming.shape[0] }

  static func all(in layout: ParameterLayout) -> [HiddenLayer] {
    let weights = layout.tensors.filter { $0.shape.count == 2 }
    return zip(weights, weights.dropFirst()).compactMap { incoming, outgoing in
      guard incoming.shape[0] > 1, outgoing.shape[1] == incoming.shape[0] else { return nil }
      // A layer's bias lies behind its weights.
      let bias = layout.tensors.first { $0.offset == incoming.offset + incoming.count }
      return HiddenLayer(
        incoming: incoming, bias: bias.flatMap { $0.shape.count == 1 ? $0 : nil },
        outgoing: outgoing)
    }
  }

  func isAlike(in parameters: [Double]) -> Bool {
    let inputs = incoming.shape[1]
    let first = parameters[incoming.offset..<(incoming.offset + inputs)]
    let hasSameWeights = (1..<unitCount).allSatisfy { unit in
      let start = incoming.offset + unit * inputs
      return parameters[start..<(start + inputs)].elementsEqual(first)
    }
    let biases = bias.map { parameters[$0.offset..<($0.offset + $0.count)] } ?? []
    let hasSameOutputs = (0..<outgoing.shape[0]).allSatisfy { row in
      let start = outgoing.offset + row * unitCount
      return parameters[start..<(start + unitCount)].allSatisfy { $0 == parameters[start] }
    }
    return hasSameWeights && hasSameOutputs && biases.allSatisfy { $0 == biases.first }
  }
}
