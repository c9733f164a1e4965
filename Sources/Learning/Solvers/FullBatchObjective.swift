import LinearAlgebra

/// Mean loss plus penalties over all rows as a function of a network's flat parameters.
///
/// It owns the memory of its passes: for one thread at a time.
final class FullBatchObjective {
  let network: Network
  let rows: LabelledRows<Double>
  let penalty: Penalty
  private let smoothing: Double
  private let scale: Double
  private let pass: NetworkPass<Double>
  private let positions: [Int]
  /// Rows whose class had the highest score in the last evaluation.
  private(set) var rightCount = 0

  /// With `reduction` `.sum` the loss is summed instead.
  init(
    _ network: Network, rows: LabelledRows<Double>, penalty: Penalty, smoothing: Double,
    reduction: Reduction
  ) {
    self.network = network
    self.rows = rows
    self.penalty = penalty
    self.smoothing = smoothing
    scale = reduction == .sum ? 1 : 1 / rows.totalWeight
    pass = NetworkPass(
      network, rowCapacity: max(1, min(network.blockSize, rows.rowCount)), gathers: false)
    positions = Array(0..<rows.rowCount)
  }

  func value(at parameters: [Double]) -> Double {
    run(parameters) { _, _ in }
  }

  /// The value; `gradient` receives the gradient with respect to the parameters.
  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    gradient.withMutableView { gradient in
      gradient.fill(with: 0)
      let value = run(parameters, trains: true) { parameters, pass in
        pass.backward(parameters, into: gradient, beta: 1, afterDropout: false)
      }
      parameters.withView { penalty.addGradient(at: $0, to: gradient, in: network) }
      return value
    }
  }

  private func run(
    _ parameters: [Double], trains: Bool = false,
    afterBlock: (VectorView<Double>, NetworkPass<Double>) -> Void
  ) -> Double {
    rows.inputs.withView { inputs in
      parameters.withView { parameters in
        var sum = LossSum()
        for start in stride(from: 0, to: inputs.rowCount, by: network.blockSize) {
          let range = start..<min(inputs.rowCount, start + network.blockSize)
          pass.read(inputs.rows(range))
          let scores = pass.forward(parameters)
          sum += network.head.loss(
            of: scores, gradient: trains ? pass.scoreGradient : nil, targets: rows.targets,
            LossRows(positions: positions[range], weights: rows.weights, scale: scale),
            smoothing: smoothing)
          if trains { afterBlock(parameters, pass) }
        }
        rightCount = sum.rightCount
        return sum.loss * scale + penalty.value(of: parameters, in: network)
      }
    }
  }
}
