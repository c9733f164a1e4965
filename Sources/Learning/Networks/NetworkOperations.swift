/// The floating-point operations of a network's matrix products, for each row.
///
/// A product of a row with a weight [o, i] takes o·i multiplications and as many additions. A
/// training step has one for each layer on the way forward, one for the gradient with respect to
/// each trained weight, and one for the gradient with respect to the inputs of each layer above the
/// lowest trained one. Activations, the loss and the optimizer grow with rows or weights alone and
/// are not counted.
public struct NetworkOperations: Sendable, Hashable {
  /// Of a prediction.
  public let forward: Double
  /// Of a training step.
  public let step: Double

  /// - Parameters:
  ///   - widths: From the inputs to the outputs: [784, 256, 128, 10].
  ///   - trained: Whether training changes each layer's weights.
  public init(widths: [Int], trained: [Bool]) {
    let products = zip(widths, widths.dropFirst()).map { 2 * Double($0) * Double($1) }
    let forward = products.reduce(0, +)
    let byWeights = zip(products, trained).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
    let lowest = trained.firstIndex(of: true) ?? products.count
    let byInputs = products.dropFirst(lowest + 1).reduce(0, +)
    self.forward = forward
    step = forward + byWeights + byInputs
  }

  /// All layers trained.
  public init(widths: [Int]) {
    self.init(widths: widths, trained: Array(repeating: true, count: max(0, widths.count - 1)))
  }
}

extension Network {
  /// The cost of training it by an optimizer on `rowsPerStep` rows a step.
  func cost(rowsPerStep: Int) -> TrainingCost {
    let operations = NetworkOperations(
      widths: [inputCount] + layers.map(\.outputCount), trained: layers.map(\.isTrained))
    let largest = layers.max { $0.weightCount < $1.weightCount }
    return TrainingCost(
      parameterCount: parameterCount,
      operationsPerIteration: operations.step * Double(rowsPerStep),
      operationsPerPrediction: operations.forward,
      largestProduct: .init(
        inputCount: largest?.inputCount ?? 1, outputCount: largest?.outputCount ?? 1))
  }
}
