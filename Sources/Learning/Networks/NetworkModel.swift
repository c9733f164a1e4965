import LinearAlgebra
import Schema

/// A network with learned parameters; a linear model without hidden layers.
struct NetworkModel: FittedModel {
  let kind: String
  let network: Network
  /// Flat, in the order of the network's layout.
  let parameters: NamedTensor.Values

  var task: PredictionTask { network.head.task }
  var inputCount: Int { network.inputCount }
  var outputCount: Int { network.head.outputCount }

  init<Scalar: BLASScalar>(kind: String, network: Network, parameters: [Scalar]) {
    self.kind = kind
    self.network = network
    if let single = parameters as? [Float] {
      self.parameters = .single(single)
    } else {
      self.parameters = .double(parameters.converted(to: Double.self))
    }
  }

  var tensors: [NamedTensor] {
    network.layout.tensors.map { tensor in
      let range = tensor.offset..<(tensor.offset + tensor.count)
      let values: NamedTensor.Values =
        switch parameters {
        case .single(let all): .single(Array(all[range]))
        case .double(let all): .double(Array(all[range]))
        }
      return NamedTensor(name: tensor.name, shape: tensor.shape, values: values)
    }
  }

  func outputs(for inputs: Inputs) -> Matrix {
    guard inputs.columnCount == inputCount else {
      fatalError("a model of \(inputCount) inputs was given \(inputs.columnCount)")
    }
    switch parameters {
    case .single(let values):
      return ForwardRun(network, parameters: values).outputs(for: inputs.matrix(as: Float.self))
    case .double(let values):
      return ForwardRun(network, parameters: values).outputs(for: inputs.matrix(as: Double.self))
    }
  }
}

/// A forward pass over many rows, block by block.
struct ForwardRun<Scalar: BLASScalar> {
  private let network: Network
  private let parameters: [Scalar]

  private var blockSize: Int { network.blockSize }

  init(_ network: Network, parameters: [Scalar]) {
    self.network = network
    self.parameters = parameters
  }

  /// Predictions in the form of `FittedModel.outputs`.
  func outputs(for inputs: DenseMatrix<Scalar>) -> Matrix {
    var storage = [Double]()
    storage.reserveCapacity(inputs.rowCount * network.head.outputCount)
    eachBlock(of: inputs) { _, scores in storage += network.head.predictions(from: scores) }
    return Matrix(
      rowCount: inputs.rowCount, columnCount: network.head.outputCount, storage: storage)
  }

  /// Predictions and the summed loss in one pass.
  func outputsAndLoss(
    for inputs: DenseMatrix<Scalar>, targets: Targets, weights: [Double]?, smoothing: Double
  ) -> (outputs: Matrix, loss: LossSum) {
    var storage = [Double]()
    var sum = LossSum()
    let scratch = Workspace<Scalar>(shapes: [(blockSize, network.head.unitCount)])
    let copy = scratch.matrix(rows: blockSize, columns: network.head.unitCount)
    eachBlock(of: inputs) { range, scores in
      let scoreCopy = copy.prefix(range.count)
      scoreCopy.assign(scores)
      let part = network.head.loss(
        of: scores, gradient: nil, targets: targets,
        LossRows(positions: Array(range)[...], weights: weights, scale: 1), smoothing: smoothing)
      sum.loss += part.loss
      sum.rightCount += part.rightCount
      storage += network.head.predictions(from: scoreCopy)
    }
    let outputs = Matrix(
      rowCount: inputs.rowCount, columnCount: network.head.outputCount, storage: storage)
    return (outputs, sum)
  }

  private func eachBlock(
    of inputs: DenseMatrix<Scalar>, _ body: (Range<Int>, MatrixView<Scalar>) -> Void
  ) {
    guard inputs.rowCount > 0 else { return }
    let pass = NetworkPass<Scalar>(
      network, rowCapacity: min(blockSize, inputs.rowCount), gathers: false, trains: false)
    inputs.withView { rows in
      parameters.withView { parameters in
        for start in stride(from: 0, to: rows.rowCount, by: blockSize) {
          let range = start..<min(rows.rowCount, start + blockSize)
          pass.read(rows.rows(range))
          body(range, pass.forward(parameters))
        }
      }
    }
  }
}
