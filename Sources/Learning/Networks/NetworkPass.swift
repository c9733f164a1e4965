import LinearAlgebra
import Randomness

/// Sends rows through a network and back, in memory that was made once for a run.
///
/// A pass knows nothing of other passes, so that parts of a batch can go through passes of their
/// own at the same time, each on its own rows of a memory.
final class NetworkPass<Scalar: BLASScalar> {
  let network: Network
  private let memory: NetworkMemory<Scalar>
  /// What the first layer reads: the gathered rows, or rows of the caller.
  private var inputs: MatrixView<Scalar>

  /// A pass on some rows of a memory that other passes share.
  init(_ memory: NetworkMemory<Scalar>, rows: Range<Int>) {
    network = memory.network
    self.memory = memory.rows(rows)
    inputs = self.memory.gathered
  }

  /// A pass with memory of its own for up to `rowCapacity` rows; without `trains` only for going
  /// forward.
  init(_ network: Network, rowCapacity: Int, gathers: Bool = true, trains: Bool = true) {
    self.network = network
    memory = NetworkMemory(network, rowCapacity: rowCapacity, gathers: gathers, trains: trains)
    inputs = memory.gathered
  }

  /// Takes the rows at some positions of a matrix as the next batch.
  func gather(_ positions: ArraySlice<Int>, from source: DenseMatrix<Scalar>) {
    inputs = memory.gathered.prefix(positions.count)
    inputs.gather(positions, from: source)
  }

  /// Reads the next rows straight from the caller's memory, which must outlive the pass's use.
  func read(_ rows: MatrixView<Scalar>) { inputs = rows }

  /// The scores of the present rows, before the output's activation.
  ///
  /// With a generator, dropout is on and drawn from it.
  func forward(
    _ parameters: VectorView<Scalar>, dropout generator: CounterBasedGenerator? = nil
  ) -> MatrixView<Scalar> {
    let n = inputs.rowCount
    var generator = generator
    var layerInputs = inputs
    for (index, layer) in network.layers.enumerated() {
      let values = memory.outputs[index].prefix(n)
      values.assignProduct(layerInputs, layer.weight(in: parameters), transposingSecond: true)
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

  /// What a hidden layer gave for the present rows, after its activation.
  func outputs(ofHiddenLayer index: Int) -> MatrixView<Scalar> {
    memory.outputs[index].prefix(inputs.rowCount)
  }

  /// Where the loss puts its derivative by the scores of the present rows.
  var scoreGradient: MatrixView<Scalar> {
    memory.gradients[memory.gradients.count - 1].prefix(inputs.rowCount)
  }

  /// From the derivative by the scores to the one by the parameters that training changes; those
  /// of the others are left as they are.
  ///
  /// - Parameter beta: 0 replaces what `gradient` holds, 1 adds to it.
  func backward(
    _ parameters: VectorView<Scalar>, into gradient: VectorView<Scalar>, beta: Scalar,
    afterDropout: Bool
  ) {
    for index in (network.firstTrained..<network.layers.count).reversed() {
      let layer = network.layers[index]
      if layer.isTrained {
        layer.addMapGradient(
          by: memory.gradients[index].prefix(inputs.rowCount),
          on: index == 0 ? inputs : memory.inputs(of: index, inputs.rowCount, afterDropout),
          to: gradient, beta: beta)
      }
      takeBack(index, parameters, sums: gradient, beta: beta, afterDropout: afterDropout)
    }
  }

  /// The same as far as it goes without the affine maps' own derivatives, for which the memory then
  /// holds what `NetworkLayer.addMapGradient` needs; `sums` receives what belongs to the
  /// normalisations.
  func backwardThroughLayers(
    _ parameters: VectorView<Scalar>, sums: VectorView<Scalar>, beta: Scalar, afterDropout: Bool
  ) {
    for index in (network.firstTrained..<network.layers.count).reversed() {
      takeBack(index, parameters, sums: sums, beta: beta, afterDropout: afterDropout)
    }
  }

  /// From the derivative by what a layer's map gives to the one by what the map before it gives.
  private func takeBack(
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
    takeBackActivation(index - 1, inputGradient, parameters, into: sums, beta: beta)
  }

  /// What a hidden layer does after its product: bias, normalisation and activation in one go.
  private func activate(
    _ index: Int, _ values: MatrixView<Scalar>, _ parameters: VectorView<Scalar>
  ) {
    let n = values.rowCount
    let layer = network.layers[index]
    let kept = memory.activationInputs[index]?.prefix(n)
    let fused: ElementFunction
    switch network.activation.function {
    case .elementwise(let function): fused = function
    case .layerwise: fused = .identity
    }
    if let normalization = layer.normalization(in: parameters) {
      normalization.activate(
        values, fused, tracing: memory.traces[index]?.prefix(n), keeping: kept)
    } else {
      Scalar.activate(values, bias: layer.bias(in: parameters), fused, keeping: kept)
    }
    if case .layerwise(let function) = network.activation.function { function.apply(to: values) }
  }

  /// The same backwards: `gradient` by the layer's outputs becomes the one by its product.
  private func takeBackActivation(
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
