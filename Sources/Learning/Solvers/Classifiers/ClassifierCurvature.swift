import LinearAlgebra

/// The second derivatives of a softmax regression's objective.
struct ClassifierCurvature {
  private let network: Network
  private let rows: LabelledRows<Double>
  private let l2: Double
  private let fillsNullSpace: Bool
  private let centred: Matrix
  /// The same with a column of ones when there is an intercept.
  private let extended: Matrix

  /// - Parameters:
  ///   - means: What is taken off the inputs, [d].
  ///   - l2: Beside the mean loss.
  ///   - fillsNullSpace: Whether to add curvature where there is none, so that Newton's method can
  ///     factorise; with an l1 penalty that would be another function.
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
    let probabilities = ForwardRun(network, parameters: parameters).outputs(for: centred)
    let unitCount = network.head.unitCount
    let shares = (0..<unitCount).map { probabilities.column(unitCount == 1 ? 1 : $0) }
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.rowCount)
    let total = rows.totalWeight
    var result = Matrix(rowCount: parameters.count, columnCount: parameters.count)
    for k in 0..<unitCount {
      for l in k..<unitCount {
        let factors = weights.indices.map { i in
          let other = k == l ? 1 - shares[k][i] : shares[l][i]
          return weights[i] * shares[k][i] * other / total
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

  /// Where class k's weight of an extended column lies in the flat parameters.
  private func position(_ k: Int, _ column: Int) -> Int {
    column < network.inputCount
      ? k * network.inputCount + column
      : network.head.unitCount * network.inputCount + k
  }

  /// Adding the same to a column's weights of all classes changes no probability: the curvature
  /// is 0 that way. Any curvature there leaves the Newton step as it is and makes the matrix
  /// definite.
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
