import Learning

/// The floating-point operations of a network's matrix products, for each row.
///
/// A product of a row with a weight [o, i] takes o·i multiplications and as many additions. A
/// training step has one for each layer on the way forward, one for the derivative by each trained
/// weight, and one for the derivative by the inputs of each layer above the lowest trained one.
/// Activations, the loss and the optimizer grow with rows or weights alone and are not counted.
struct NetworkOperations: Sendable, Hashable {
  /// Of a prediction.
  let forward: Double
  /// Of a training step.
  let step: Double

  /// - Parameters:
  ///   - widths: From the inputs to the outputs: [784, 256, 128, 10].
  ///   - trained: Whether training changes each layer's weights.
  init(widths: [Int], trained: [Bool]) {
    let products = zip(widths, widths.dropFirst()).map { 2 * Double($0) * Double($1) }
    let forward = products.reduce(0, +)
    let byWeights = zip(products, trained).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
    let lowest = trained.firstIndex(of: true) ?? products.count
    let byInputs = products.dropFirst(lowest + 1).reduce(0, +)
    self.forward = forward
    step = forward + byWeights + byInputs
  }

  /// All layers trained.
  init(widths: [Int]) {
    self.init(widths: widths, trained: Array(repeating: true, count: max(0, widths.count - 1)))
  }
}
