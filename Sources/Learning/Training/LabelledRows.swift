import LinearAlgebra

/// Training rows in the precision of the training, with their weights in the loss.
struct LabelledRows<Scalar: BLASScalar>: Sendable {
  let inputs: DenseMatrix<Scalar>
  let targets: Targets
  /// Own weight times class weight; nil for equal weights.
  let weights: [Double]?
  let rowIDs: [Int]

  init(_ set: TrainingSet, classFactors: [Double]?) {
    inputs = set.inputs.matrix(as: Scalar.self)
    targets = set.targets
    weights = set.rowWeights(classFactors: classFactors)
    rowIDs = set.rowIDs
  }

  private init(
    inputs: DenseMatrix<Scalar>, targets: Targets, weights: [Double]?, rowIDs: [Int]
  ) {
    self.inputs = inputs
    self.targets = targets
    self.weights = weights
    self.rowIDs = rowIDs
  }

  /// The same rows with other inputs.
  func with(inputs: DenseMatrix<Scalar>) -> LabelledRows {
    LabelledRows(inputs: inputs, targets: targets, weights: weights, rowIDs: rowIDs)
  }

  /// The rows at some positions, in that order.
  func rows(at positions: [Int]) -> LabelledRows {
    LabelledRows(
      inputs: inputs.rows(at: positions), targets: targets.rows(at: positions),
      weights: weights.map { weights in positions.map { weights[$0] } },
      rowIDs: positions.map { rowIDs[$0] })
  }

  var rowCount: Int { inputs.rowCount }

  /// Σ weights over all rows.
  var totalWeight: Double { weights.map { $0.reduce(0, +) } ?? Double(rowCount) }

  /// Σ weights over the rows at some positions.
  func weight(of positions: ArraySlice<Int>) -> Double {
    guard let weights else { return Double(positions.count) }
    var sum = 0.0
    for position in positions { sum += weights[position] }
    return sum
  }

  /// Σ weights over a range of rows.
  func weight(of range: Range<Int>) -> Double {
    weights?[range].reduce(0, +) ?? Double(range.count)
  }
}
