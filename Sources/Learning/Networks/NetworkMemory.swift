import LinearAlgebra

/// The intermediate values of rows in a network: allocated once for a training, its rows divided
/// among the passes that run in parallel.
struct NetworkMemory<Scalar: BLASScalar> {
  let network: Network
  /// The gathered rows of a batch, [rows, inputs].
  let gathered: MatrixView<Scalar>
  /// The outputs of each layer, [rows, outputs]; the scores for the last one.
  let outputs: [MatrixView<Scalar>]
  /// The inputs of each hidden activation whose derivative needs them.
  let activationInputs: [MatrixView<Scalar>?]
  /// What backpropagation needs of each hidden layer's normalization.
  let traces: [RowNormalization<Scalar>.Trace?]
  /// The gradient with respect to the outputs of each layer before its activation.
  let gradients: [MatrixView<Scalar>]
  /// The dropout mask of each hidden layer, 0 or 1 / (1 − dropout), and the masked outputs.
  let masks: [(mask: MatrixView<Scalar>, masked: MatrixView<Scalar>)]
  /// The owner of the memory.
  private let workspace: Workspace<Scalar>

  /// Memory for up to `rowCapacity` rows; without `trains` for the forward pass only.
  init(_ network: Network, rowCapacity: Int, gathers: Bool = true, trains: Bool = true) {
    let widths = network.layers.map(\.outputCount)
    let hiddenWidths = widths.dropLast()
    let keepsInputs = trains && network.activation.function.needsInputs
    let traces = trains && network.normalizes
    let drops = trains && network.dropout > 0
    var shapes = widths.map { (rows: rowCapacity, columns: $0) }
    if gathers { shapes.append((rowCapacity, network.inputCount)) }
    if trains { shapes += widths.map { (rowCapacity, $0) } }
    if keepsInputs { shapes += hiddenWidths.map { (rowCapacity, $0) } }
    if traces { shapes += hiddenWidths.flatMap { [(rowCapacity, $0), (rowCapacity, 1)] } }
    if drops { shapes += (hiddenWidths + hiddenWidths).map { (rowCapacity, $0) } }
    let workspace = Workspace<Scalar>(shapes: shapes)
    func matrix(_ columns: Int) -> MatrixView<Scalar> {
      workspace.matrix(rows: rowCapacity, columns: columns)
    }
    self.network = network
    self.workspace = workspace
    outputs = widths.map(matrix)
    gathered = gathers ? matrix(network.inputCount) : workspace.matrix(rows: 0, columns: 0)
    gradients = trains ? widths.map(matrix) : []
    activationInputs = hiddenWidths.map { keepsInputs ? matrix($0) : nil }
    self.traces = hiddenWidths.map {
      traces ? RowNormalization.Trace(normalized: matrix($0), inverseDeviations: matrix(1)) : nil
    }
    masks = drops ? hiddenWidths.map { (matrix($0), matrix($0)) } : []
  }

  private init(_ whole: NetworkMemory, rows: Range<Int>) {
    network = whole.network
    workspace = whole.workspace
    gathered = whole.gathered.rows(rows)
    outputs = whole.outputs.map { $0.rows(rows) }
    activationInputs = whole.activationInputs.map { $0?.rows(rows) }
    traces = whole.traces.map { $0?.rows(rows) }
    gradients = whole.gradients.map { $0.rows(rows) }
    masks = whole.masks.map { ($0.mask.rows(rows), $0.masked.rows(rows)) }
  }

  /// The memory of some rows, for one pass.
  func rows(_ range: Range<Int>) -> NetworkMemory { NetworkMemory(self, rows: range) }

  /// The inputs of layer `index` for the first `rowCount` rows.
  func inputs(of index: Int, _ rowCount: Int, _ afterDropout: Bool) -> MatrixView<Scalar> {
    let values =
      index == 0
      ? gathered : afterDropout ? masks[index - 1].masked : outputs[index - 1]
    return values.prefix(rowCount)
  }
}

extension NetworkLayer {
  /// Adds the gradient with respect to weight and bias, for some of the layer's outputs or all.
  ///
  /// **Shapes** `outputGradient` [n, outputs], with respect to the affine map's outputs; `inputs`
  /// [n, inputs]
  /// - Parameter beta: 0 replaces what `gradient` holds, 1 adds to it.
  func addWeightGradient<Scalar: BLASScalar>(
    by outputGradient: MatrixView<Scalar>, on inputs: MatrixView<Scalar>,
    outputs range: Range<Int>? = nil, to gradient: VectorView<Scalar>, beta: Scalar
  ) {
    let range = range ?? 0..<outputCount
    if range.isEmpty { return }
    let outputGradient = outputGradient.columns(range)
    weight(in: gradient).rows(range).assignProduct(
      outputGradient, inputs, transposingFirst: true, beta: beta)
    guard let bias = bias(in: gradient)?.vector(at: range.lowerBound, count: range.count) else {
      return
    }
    if beta == 0 { bias.fill(with: 0) }
    Scalar.addColumnSums(of: outputGradient, to: bias)
  }
}
