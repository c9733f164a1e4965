import Randomness

/// The initial parameters of a network.
struct NetworkInitialization: Sendable, Hashable {
  var scheme: Initialization
  /// Nil for the scheme's default.
  var scale: Double?
  var hiddenBias: Double
  var outputBias: OutputBias

  enum OutputBias: Sendable, Hashable {
    case constant(Double)
    /// Predicts the class frequencies or the mean of the training rows.
    case prior
  }

  /// All parameters 0, for convex problems.
  static let zeros = NetworkInitialization(
    scheme: .zeros, scale: nil, hiddenBias: 0, outputBias: .constant(0))

  /// The flat parameters; each layer draws from its own random stream.
  func parameters(
    of network: Network, targets: Targets, weights: [Double]?, seed: UInt64
  ) -> [Double] {
    var parameters = [Double](repeating: 0, count: network.parameterCount)
    for (index, layer) in network.layers.enumerated() {
      var generator = CounterBasedGenerator(seed: seed, purpose: .initialization, step: index)
      let layerWeights = scheme.weights(
        inputCount: layer.inputCount, outputCount: layer.outputCount,
        scale: scale ?? scheme.standardScale, using: &generator)
      parameters.replaceSubrange(
        layer.weightOffset..<(layer.weightOffset + layer.weightCount), with: layerWeights)
      if let gainOffset = layer.gainOffset {
        for i in gainOffset..<(gainOffset + layer.outputCount) { parameters[i] = 1 }
      }
      guard let biasOffset = layer.biasOffset else { continue }
      let biases = biases(
        of: layer, isOutput: index == network.layers.count - 1, network.head, targets, weights)
      parameters.replaceSubrange(biasOffset..<(biasOffset + layer.outputCount), with: biases)
    }
    return parameters
  }

  private func biases(
    of layer: NetworkLayer, isOutput: Bool, _ head: OutputHead, _ targets: Targets,
    _ weights: [Double]?
  ) -> [Double] {
    guard isOutput else { return [Double](repeating: hiddenBias, count: layer.outputCount) }
    switch outputBias {
    case .constant(let value): return [Double](repeating: value, count: layer.outputCount)
    case .prior: return head.priorScores(for: targets, weights: weights)
    }
  }
}
