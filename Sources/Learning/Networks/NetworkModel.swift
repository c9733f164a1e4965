import LinearAlgebra
import Schema

/// A network with learned parameters; a linear model without hidden layers.
struct NetworkModel: FittedModel {
  let kind: String
  let network: Network
  /// Flat, in the order of the network's layout.
  let parameters: NamedTensor.Values
  private let factors: Factors

  /// The weights of the layers, in the precision of the parameters.
  private enum Factors: Sendable {
    case single([RowFactor<Float>])
    case double([RowFactor<Double>])
  }

  var task: PredictionTask { network.head.task }
  var inputCount: Int { network.inputCount }
  var outputCount: Int { network.head.outputCount }

  init<Scalar: BLASScalar>(kind: String, network: Network, parameters: [Scalar]) {
    self.kind = kind
    self.network = network
    if let single = parameters as? [Float] {
      self.parameters = .single(single)
      factors = .single(network.factors(single))
    } else {
      let double = parameters.converted(to: Double.self)
      self.parameters = .double(double)
      factors = .double(network.factors(double))
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

  var linearWeights: Matrix? {
    guard network.isLinearModel, let weight = tensors.first else { return nil }
    let values: [Double] =
      switch weight.values {
      case .single(let values): values.map(Double.init)
      case .double(let values): values
      }
    return Matrix(rowCount: weight.shape[0], columnCount: weight.shape[1], storage: values)
  }

  func outputs(for inputs: Inputs) -> Matrix {
    guard inputs.columnCount == inputCount else {
      fatalError("a model of \(inputCount) inputs was given \(inputs.columnCount)")
    }
    switch (parameters, factors) {
    case (.single(let values), .single(let factors)):
      return ForwardRun(network, parameters: values, factors: factors)
        .outputs(for: inputs.matrix(as: Float.self))
    case (.double(let values), .double(let factors)):
      return ForwardRun(network, parameters: values, factors: factors)
        .outputs(for: inputs.matrix(as: Double.self))
    default: fatalError("a model's factors have another precision than its parameters")
    }
  }
}

extension Network {
  /// The weights of each layer as factors.
  fileprivate func factors<Scalar: BLASScalar>(_ parameters: [Scalar]) -> [RowFactor<Scalar>] {
    parameters.withView { parameters in
      layers.map { RowFactor(transposing: $0.weight(in: parameters)) }
    }
  }
}

/// A forward pass over many rows, block by block.
struct ForwardRun<Scalar: BLASScalar> {
  private let network: Network
  private let parameters: [Scalar]
  private let factors: [RowFactor<Scalar>]

  private var blockSize: Int { network.blockSize }

  /// - Parameter factors: The weights of each layer, where a row must have the same bits whatever rows
  ///   are beside it.
  init(_ network: Network, parameters: [Scalar], factors: [RowFactor<Scalar>] = []) {
    self.network = network
    self.parameters = parameters
    self.factors = factors
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
      network, rowCapacity: min(blockSize, inputs.rowCount), gathers: false, trains: false,
      factors: factors)
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
