import LinearAlgebra
import Randomness

/// Forward and backward passes through a network, in memory allocated once for a training.
///
/// Passes are independent, so that parts of a batch can run in parallel, each on its own rows of a
/// memory.
final class NetworkPass<Scalar: BLASScalar> {
  let network: Network
  private let memory: NetworkMemory<Scalar>
  /// The inputs of the first layer: the gathered rows, or rows of the caller.
  private var inputs: MatrixView<Scalar>
  /// The weights of each layer for products whose rows do not depend on each other; empty in training,
  /// where the weights change with each step.
  private let factors: [RowFactor<Scalar>]

  /// A pass on some rows of a shared memory.
  init(_ memory: NetworkMemory<Scalar>, rows: Range<Int>) {
    network = memory.network
    self.memory = memory.rows(rows)
    inputs = self.memory.gathered
    factors = []
  }

  /// A pass with its own memory for up to `rowCapacity` rows; without `trains` for the forward pass
  /// only.
  init(
    _ network: Network, rowCapacity: Int, gathers: Bool = true, trains: Bool = true,
    factors: [RowFactor<Scalar>] = []
  ) {
    self.network = network
    self.factors = factors
    memory = NetworkMemory(network, rowCapacity: rowCapacity, gathers: gathers, trains: trains)
    inputs = memory.gathered
  }

  /// Copies the rows at some positions of a matrix as the next batch.
  func gather(_ positions: ArraySlice<Int>, from source: DenseMatrix<Scalar>) {
    inputs = memory.gathered.prefix(positions.count)
    inputs.gather(positions, from: source)
  }

  /// Uses rows in the caller's memory, which must outlive their use, as the next batch.
  func read(_ rows: MatrixView<Scalar>) { inputs = rows }

  /// The scores of the batch, before the output activation.
  ///
  /// With a generator, dropout masks are drawn from it.
  func forward(
    _ parameters: VectorView<Scalar>, dropout generator: CounterBasedGenerator? = nil
  ) -> MatrixView<Scalar> {
    let n = inputs.rowCount
    var generator = generator
    var layerInputs = inputs
    for (index, layer) in network.layers.enumerated() {
      let values = memory.outputs[index].prefix(n)
      if factors.isEmpty {
        values.assignProduct(layerInputs, layer.weight(in: parameters), transposingSecond: true)
      } else {
        factors[index].product(of: layerInputs, into: values)
      }
      layerInputs = values
      if index == network.layers.count - 1 {
        Scalar.activate(values, bias: layer.bias(in: parameters), .identity, keeping: nil)
      } else {
        activate(index, values, parameters)
        if var stream = generator, !memory.masks.isEmpty {
          let mask = memory.masks[index].mask.prefix(n)
          mask.fillWithDropoutMask(share: network.dropout, using: &stream)
          generator = stream
          layerInputs = memory.masks[index].masked.prefix(n)
          Scalar.multiply(values, by: mask, into: layerInputs)
        }
      }
    }
    return layerInputs
  }

  /// The outputs of a hidden layer for the batch, after its activation.
  func outputs(ofHiddenLayer index: Int) -> MatrixView<Scalar> {
    memory.outputs[index].prefix(inputs.rowCount)
  }

  /// The gradient of the loss with respect to the scores of the batch, which the loss writes.
  var scoreGradient: MatrixView<Scalar> {
    memory.gradients[memory.gradients.count - 1].prefix(inputs.rowCount)
  }

  /// Backpropagates from the scores to the trained parameters; the gradient of frozen parameters is
  /// not written.
  ///
  /// - Parameter beta: 0 replaces what `gradient` holds, 1 adds to it.
  func backward(
    _ parameters: VectorView<Scalar>, into gradient: VectorView<Scalar>, beta: Scalar,
    afterDropout: Bool
  ) {
    for index in (network.firstTrained..<network.layers.count).reversed() {
      let layer = network.layers[index]
      if layer.isTrained {
        layer.addWeightGradient(
          by: memory.gradients[index].prefix(inputs.rowCount),
          on: index == 0 ? inputs : memory.inputs(of: index, inputs.rowCount, afterDropout),
          to: gradient, beta: beta)
      }
      backpropagate(index, parameters, sums: gradient, beta: beta, afterDropout: afterDropout)
    }
  }

  /// Backpropagates through all layers without the gradient with respect to weights and biases, for
  /// which the memory then holds the inputs of `NetworkLayer.addWeightGradient`; `sums` receives the
  /// gradient with respect to the normalizations.
  func backwardThroughLayers(
    _ parameters: VectorView<Scalar>, sums: VectorView<Scalar>, beta: Scalar, afterDropout: Bool
  ) {
    for index in (network.firstTrained..<network.layers.count).reversed() {
      backpropagate(index, parameters, sums: sums, beta: beta, afterDropout: afterDropout)
    }
  }

  /// Backpropagates from a layer's affine map to that of the layer before.
  private func backpropagate(
    _ index: Int, _ parameters: VectorView<Scalar>, sums: VectorView<Scalar>, beta: Scalar,
    afterDropout: Bool
  ) {
    guard index > network.firstTrained else { return }
    let n = inputs.rowCount
    let inputGradient = memory.gradients[index - 1].prefix(n)
    inputGradient.assignProduct(
      memory.gradients[index].prefix(n), network.layers[index].weight(in: parameters))
    if afterDropout {
      Scalar.multiply(
        inputGradient, by: memory.masks[index - 1].mask.prefix(n), into: inputGradient)
    }
    backpropagateActivation(index - 1, inputGradient, parameters, into: sums, beta: beta)
  }

  /// Bias, normalization and activation of a hidden layer after its matrix product.
  private func activate(
    _ index: Int, _ values: MatrixView<Scalar>, _ parameters: VectorView<Scalar>
  ) {
    let n = values.rowCount
    let layer = network.layers[index]
    let activationInputs = memory.activationInputs[index]?.prefix(n)
    let fused: ElementFunction
    switch network.activation.function {
    case .elementwise(let function): fused = function
    case .layerwise: fused = .identity
    }
    if let normalization = layer.normalization(in: parameters) {
      normalization.activate(
        values, fused, tracing: memory.traces[index]?.prefix(n), keeping: activationInputs)
    } else {
      Scalar.activate(values, bias: layer.bias(in: parameters), fused, keeping: activationInputs)
    }
    if case .layerwise(let function) = network.activation.function { function.apply(to: values) }
  }

  /// Backpropagates a gradient from a hidden layer's outputs to its matrix product.
  private func backpropagateActivation(
    _ index: Int, _ outputGradient: MatrixView<Scalar>, _ parameters: VectorView<Scalar>,
    into gradient: VectorView<Scalar>, beta: Scalar
  ) {
    let n = outputGradient.rowCount
    let layer = network.layers[index]
    let values = memory.outputs[index].prefix(n)
    let inputs = memory.activationInputs[index]?.prefix(n)
    switch network.activation.function {
    case .elementwise(let function):
      Scalar.multiplyByDerivative(outputGradient, of: function, outputs: values, inputs: inputs)
    case .layerwise(let function):
      function.multiplyByDerivative(outputGradient, outputs: values, inputs: inputs)
    }
    guard let normalization = layer.normalization(in: parameters),
      let trace = memory.traces[index]?.prefix(n)
    else { return }
    if layer.isTrained, let sums = layer.normalization(in: gradient) {
      if beta == 0 { sums.clear() }
      sums.addSums(of: outputGradient, trace)
    }
    normalization.takeBack(outputGradient, trace)
  }
}
