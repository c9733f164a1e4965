import LinearAlgebra

/// What a network keeps of the rows it is sent: made once for a run, its rows shared out between
/// the passes that work on them at the same time.
struct NetworkMemory<Scalar: BLASScalar> {
  let network: Network
  /// Where the rows of a batch are gathered, [rows, inputs].
  let gathered: MatrixView<Scalar>
  /// What each layer gives, [rows, outputs]; the last one the scores.
  let outputs: [MatrixView<Scalar>]
  /// What each hidden activation was given, where its derivative needs it.
  let activationInputs: [MatrixView<Scalar>?]
  /// What the way back needs of each hidden layer's normalisation.
  let traces: [RowNormalization<Scalar>.Trace?]
  /// The derivative of the loss by what each layer gives before its activation.
  let gradients: [MatrixView<Scalar>]
  /// For each hidden layer 0 or 1 / (1 − dropout), and the outputs times that.
  let masks: [(mask: MatrixView<Scalar>, masked: MatrixView<Scalar>)]
  /// Owns what all of these look at.
  private let workspace: Workspace<Scalar>

  /// Memory for up to `rowCapacity` rows; without `trains` only for going forward.
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

  /// Some rows of it, for a pass of its own.
  func rows(_ range: Range<Int>) -> NetworkMemory { NetworkMemory(self, rows: range) }

  /// What layer `index` was given of the first `rowCount` rows.
  func inputs(of index: Int, _ rowCount: Int, _ afterDropout: Bool) -> MatrixView<Scalar> {
    let values =
      index == 0
      ? gathered : afterDropout ? masks[index - 1].masked : outputs[index - 1]
    return values.prefix(rowCount)
  }
}

extension NetworkLayer {
  /// Adds the derivative by weight and bias, for some of the layer's outputs or all.
  ///
  /// **Shapes** `outputGradient` [n, outputs], by what the map gives; `inputs` [n, inputs]
  /// - Parameter beta: 0 replaces what `gradient` holds, 1 adds to it.
  func addMapGradient<Scalar: BLASScalar>(
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
