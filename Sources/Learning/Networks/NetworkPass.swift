import LinearAlgebra
import Randomness

/// The memory one thread needs to send rows through a network and back: made once for a run.
///
/// A pass knows nothing of other passes, so that parts of a batch can go through passes of their
/// own at the same time, each with a gradient of its own.
final class NetworkPass<Scalar: BLASScalar> {
  let network: Network
  let rowCapacity: Int
  private let workspace: Workspace<Scalar>
  /// Where the rows of a batch are gathered, [rowCapacity, inputs].
  private let gathered: MatrixView<Scalar>
  /// What each layer gives, [rowCapacity, outputs]; the last one the scores.
  private let outputs: [MatrixView<Scalar>]
  /// What each hidden activation was given, where its derivative needs it.
  private let activationInputs: [MatrixView<Scalar>?]
  /// The derivative of the loss by what each layer gives before its activation.
  private let gradients: [MatrixView<Scalar>]
  /// For each hidden layer 0 or 1 / (1 − dropout), and the outputs times that.
  private let masks: [(mask: MatrixView<Scalar>, masked: MatrixView<Scalar>)]
  /// What the first layer reads: the gathered rows, or rows of the caller.
  private var inputs: MatrixView<Scalar>

  /// Memory for up to `rowCapacity` rows; without `trains` only for going forward.
  init(_ network: Network, rowCapacity: Int, gathers: Bool = true, trains: Bool = true) {
    let widths = network.layers.map(\.outputCount)
    let hiddenWidths = widths.dropLast()
    let keepsInputs = trains && network.activation.elementFunction?.needsInput == true
    let drops = trains && network.dropout > 0
    var shapes = widths.map { (rows: rowCapacity, columns: $0) }
    if gathers { shapes.append((rowCapacity, network.inputCount)) }
    if trains { shapes += widths.map { (rowCapacity, $0) } }
    if keepsInputs { shapes += hiddenWidths.map { (rowCapacity, $0) } }
    if drops { shapes += (hiddenWidths + hiddenWidths).map { (rowCapacity, $0) } }
    let workspace = Workspace<Scalar>(shapes: shapes)
    func matrix(_ columns: Int) -> MatrixView<Scalar> {
      workspace.matrix(rows: rowCapacity, columns: columns)
    }
    self.network = network
    self.rowCapacity = rowCapacity
    self.workspace = workspace
    outputs = widths.map(matrix)
    gathered = gathers ? matrix(network.inputCount) : workspace.matrix(rows: 0, columns: 0)
    gradients = trains ? widths.map(matrix) : []
    activationInputs = hiddenWidths.map { keepsInputs ? matrix($0) : nil }
    masks = drops ? hiddenWidths.map { (matrix($0), matrix($0)) } : []
    inputs = gathered
  }

  /// Takes the rows at some positions of a matrix as the next batch.
  func gather(_ positions: ArraySlice<Int>, from source: DenseMatrix<Scalar>) {
    inputs = gathered.prefix(positions.count)
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
      let values = outputs[index].prefix(n)
      values.assignProduct(layerInputs, layer.weight(in: parameters), transposingSecond: true)
      let bias = layer.bias(in: parameters)
      layerInputs = values
      if index == network.layers.count - 1 {
        Scalar.activate(values, bias: bias, .identity, keeping: nil)
      } else {
        if let function = network.activation.elementFunction {
          Scalar.activate(
            values, bias: bias, function, keeping: activationInputs[index]?.prefix(n))
        } else {
          Scalar.activate(values, bias: bias, .identity, keeping: nil)
          Scalar.softmaxRows(values)
        }
        if var stream = generator, !masks.isEmpty {
          let mask = masks[index].mask.prefix(n)
          mask.fillWithDropoutMask(share: network.dropout, using: &stream)
          generator = stream
          layerInputs = masks[index].masked.prefix(n)
          Scalar.multiply(values, by: mask, into: layerInputs)
        }
      }
    }
    return layerInputs
  }

  /// What a hidden layer gave for the present rows, after its activation.
  func outputs(ofHiddenLayer index: Int) -> MatrixView<Scalar> {
    outputs[index].prefix(inputs.rowCount)
  }

  /// Where the loss puts its derivative by the scores of the present rows.
  var scoreGradient: MatrixView<Scalar> {
    gradients[gradients.count - 1].prefix(inputs.rowCount)
  }

  /// From the derivative by the scores to the one by the parameters.
  ///
  /// - Parameter beta: 0 replaces what `gradient` holds, 1 adds to it.
  func backward(
    _ parameters: VectorView<Scalar>, into gradient: VectorView<Scalar>, beta: Scalar,
    afterDropout: Bool
  ) {
    let n = inputs.rowCount
    for index in network.layers.indices.reversed() {
      let layer = network.layers[index]
      let outputGradient = gradients[index].prefix(n)
      let layerInputs =
        index == 0
        ? inputs : afterDropout ? masks[index - 1].masked.prefix(n) : outputs[index - 1].prefix(n)
      layer.weight(in: gradient).assignProduct(
        outputGradient, layerInputs, transposingFirst: true, beta: beta)
      if let bias = layer.bias(in: gradient) {
        if beta == 0 { bias.fill(with: 0) }
        Scalar.addColumnSums(of: outputGradient, to: bias)
      }
      if index > 0 {
        let inputGradient = gradients[index - 1].prefix(n)
        inputGradient.assignProduct(outputGradient, layer.weight(in: parameters))
        if afterDropout {
          Scalar.multiply(inputGradient, by: masks[index - 1].mask.prefix(n), into: inputGradient)
        }
        let values = outputs[index - 1].prefix(n)
        if let function = network.activation.elementFunction {
          Scalar.multiplyByDerivative(
            inputGradient, of: function, outputs: values,
            inputs: activationInputs[index - 1]?.prefix(n))
        } else {
          Scalar.softmaxRowsBackward(inputGradient, outputs: values)
        }
      }
    }
  }
}

extension Network.Layer {
  func weight<Scalar>(in parameters: VectorView<Scalar>) -> MatrixView<Scalar> {
    parameters.matrix(at: weightOffset, rows: outputCount, columns: inputCount)
  }

  func bias<Scalar>(in parameters: VectorView<Scalar>) -> VectorView<Scalar>? {
    biasOffset.map { parameters.vector(at: $0, count: outputCount) }
  }
}
