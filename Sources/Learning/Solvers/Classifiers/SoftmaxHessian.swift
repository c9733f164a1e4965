import LinearAlgebra

/// The Hessian of a softmax regression's objective.
struct SoftmaxHessian {
  private let network: Network
  private let rows: LabelledRows<Double>
  private let l2: Double
  private let fillsNullSpace: Bool
  private let centred: Matrix
  /// `centred` with a column of ones when there is an intercept.
  private let extended: Matrix

  /// - Parameters:
  ///   - means: The column means subtracted from the inputs, [d].
  ///   - l2: Added to the mean loss.
  ///   - fillsNullSpace: Whether to add curvature in the null space, so that Newton's method can
  ///     factorize; with an l1 penalty that would change the objective.
  init(
    _ network: Network, rows: LabelledRows<Double>, means: [Double], l2: Double,
    fillsNullSpace: Bool = true
  ) {
    self.network = network
    self.rows = rows
    self.l2 = l2
    self.fillsNullSpace = fillsNullSpace
    let (n, d) = (rows.rowCount, network.inputCount)
    var inputs = rows.inputs
    var extended = [Double]()
    extended.reserveCapacity(n * (d + 1))
    for i in 0..<n {
      for j in 0..<d {
        inputs.storage[i * d + j] -= means[j]
        extended.append(inputs.storage[i * d + j])
      }
      if network.hasOutputBias { extended.append(1) }
    }
    centred = inputs
    self.extended = Matrix(
      rowCount: n, columnCount: network.hasOutputBias ? d + 1 : d, storage: extended)
  }

  /// **Shapes** [P, P] in the order of the flat parameters
  ///
  /// **Formula** Xᵀ·diag(s·p_k·([k = l] − p_l))·X / Σ s for classes k and l, plus l2 on weights
  func matrix(at parameters: [Double]) -> Matrix {
    let outputs = ForwardRun(network, parameters: parameters).outputs(for: centred)
    let unitCount = network.head.unitCount
    let probabilities = (0..<unitCount).map { outputs.column(unitCount == 1 ? 1 : $0) }
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.rowCount)
    let total = rows.totalWeight
    var result = Matrix(rowCount: parameters.count, columnCount: parameters.count)
    for k in 0..<unitCount {
      for l in k..<unitCount {
        let factors = weights.indices.map { i in
          let other = k == l ? 1 - probabilities[k][i] : probabilities[l][i]
          return weights[i] * probabilities[k][i] * other / total
        }
        let block = extended.gram(weights: factors)
        place(block, sign: k == l ? 1 : -1, k, l, in: &result)
      }
    }
    if fillsNullSpace { fillNullSpace(&result) }
    for j in 0..<(unitCount * network.inputCount) { result[j, j] += l2 }
    return result
  }

  private func place(
    _ block: Matrix, sign: Double, _ k: Int, _ l: Int, in result: inout Matrix
  ) {
    for a in 0..<block.rowCount {
      for b in 0..<block.columnCount {
        let (i, j) = (position(k, a), position(l, b))
        result[i, j] = sign * block[a, b]
        result[j, i] = sign * block[a, b]
      }
    }
  }

  /// The flat position of class k's weight of an extended column.
  private func position(_ k: Int, _ column: Int) -> Int {
    column < network.inputCount
      ? k * network.inputCount + column
      : network.head.unitCount * network.inputCount + k
  }

  /// Adding a constant to a column's weights of all classes changes no probability: the curvature in
  /// that direction is 0. Any curvature there leaves the Newton step unchanged and makes the matrix
  /// positive definite.
  private func fillNullSpace(_ result: inout Matrix) {
    let unitCount = network.head.unitCount
    guard unitCount > 1 else { return }
    for column in 0..<extended.columnCount {
      let places = (0..<unitCount).map { position($0, column) }
      let size = places.reduce(0) { $0 + result[$1, $1] } / Double(unitCount * unitCount)
      for i in places {
        for j in places { result[i, j] += size }
      }
    }
  }
}
