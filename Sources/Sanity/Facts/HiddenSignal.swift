import Learning
import LinearAlgebra

/// The activations of the untrained model's hidden layers on the sample.
struct HiddenSignal: Sendable {
  struct Layer: Sendable {
    /// "hidden_1".
    let name: String
    let unitCount: Int
    /// The standard deviation of a unit's output over the rows: root mean square over the units.
    let spread: Double
    /// Fraction of the units whose output is exactly 0 for every row.
    let deadShare: Double
    /// Mean fraction of outputs within 5 % of a bound; 0 for an unbounded activation.
    let saturatedShare: Double
  }

  let layers: [Layer]

  init(_ outputs: [Matrix], activation: Activation) {
    layers = outputs.enumerated().map { index, matrix in
      Layer(name: "hidden_\(index + 1)", matrix, activation: activation)
    }
  }
}

extension HiddenSignal.Layer {
  init(name: String, _ outputs: Matrix, activation: Activation) {
    let (n, w) = (outputs.rowCount, outputs.columnCount)
    var means = [Double](repeating: 0, count: w)
    var squares = [Double](repeating: 0, count: w)
    var isDead = [Bool](repeating: true, count: w)
    var sizes = [Double](repeating: 0, count: w)
    let bounds = activation.bounds ?? 0...1
    let middle = (bounds.lowerBound + bounds.upperBound) / 2
    let halfWidth = (bounds.upperBound - bounds.lowerBound) / 2
    for i in 0..<n {
      for j in 0..<w {
        let y = outputs.storage[i * w + j]
        means[j] += y / Double(n)
        squares[j] += y * y / Double(n)
        if y != 0 { isDead[j] = false }
        sizes[j] += abs((y - middle) / halfWidth) / Double(n)
      }
    }
    let variance = zip(squares, means).reduce(0) { $0 + max(0, $1.0 - $1.1 * $1.1) }
    self.name = name
    unitCount = w
    spread = (variance / Double(max(1, w))).squareRoot()
    deadShare = Double(isDead.count { $0 }) / Double(max(1, w))
    saturatedShare =
      activation.isBounded
      ? Double(sizes.count { $0 > Threshold.saturatedUnit.value }) / Double(max(1, w)) : 0
  }
}

extension GateContext {
  /// nil for models without hidden layers, or without finite initial outputs.
  var hiddenSignal: HiddenSignal? {
    facts.hiddenSignal.value {
      guard isTrainFinite, isTrainedBySteps, let network = recipe.network, let model = start?.model
      else { return nil }
      let outputs = model.hiddenOutputs(for: sample.inputs)
      guard !outputs.isEmpty else { return nil }
      return HiddenSignal(outputs, activation: network.activation)
    }
  }
}
