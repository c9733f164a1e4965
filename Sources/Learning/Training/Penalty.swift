import LinearAlgebra

/// The penalty l1·Σ|w| + ½·l2·Σw² added to the loss, over the trained weights without biases and
/// normalizations.
struct Penalty: Sendable, Hashable {
  var l1: Double
  var l2: Double

  static let none = Penalty(l1: 0, l2: 0)

  var isZero: Bool { l1 == 0 && l2 == 0 }

  func value<Scalar: BLASScalar>(of parameters: VectorView<Scalar>, in network: Network) -> Double {
    if isZero { return 0 }
    var sum = 0.0
    for layer in network.layers where layer.isTrained {
      let weights = parameters.vector(at: layer.weightOffset, count: layer.weightCount)
      if l1 > 0 { sum += l1 * Scalar.sumOfMagnitudes(weights) }
      if l2 > 0 { sum += 0.5 * l2 * weights.sumOfSquares }
    }
    return sum
  }

  /// Adds the gradient of the penalty; 0 for |w| at 0.
  func addGradient<Scalar: BLASScalar>(
    at parameters: VectorView<Scalar>, to gradient: VectorView<Scalar>, in network: Network
  ) {
    if isZero { return }
    for layer in network.layers where layer.isTrained {
      addGradient(
        at: layer.weight(in: parameters).asVector, to: layer.weight(in: gradient).asVector)
    }
  }

  /// Adds the gradient of the penalty for some weights.
  func addGradient<Scalar: BLASScalar>(
    at weights: VectorView<Scalar>, to gradient: VectorView<Scalar>
  ) {
    if l2 > 0 { gradient.add(weights, times: Scalar(l2)) }
    if l1 > 0 { Scalar.addSigns(of: weights, times: Scalar(l1), to: gradient) }
  }
}
