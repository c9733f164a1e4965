import LinearAlgebra

/// Products of a classifier's Hessian with vectors, each from one pass over cache-sized row blocks:
/// the Hessian itself is never formed.
///
/// **Formula** Xᵀ·(s·p·(u − Σ p·u)) / Σ s + l2·v, u = X·v, p the probabilities at the point; with one
/// vector for two classes Xᵀ·(s·p·(1 − p)·u) / Σ s + l2·v
///
/// It stores the probabilities of all rows, [n, k], and owns the memory of its passes: not for
/// concurrent use.
final class HessianProducts {
  private let rows: LabelledRows<Double>
  private let parameters: UnitParameters
  private let means: [Double]
  private let l2: Double
  private let total: Double
  private let sweep: RowSweep
  private let members: [Member]
  private let probabilities: MatrixView<Double>
  private let workspace: Workspace<Double>

  /// - Parameters:
  ///   - means: The column means subtracted from the inputs, [d].
  ///   - l2: Added to the mean loss.
  init(
    _ rows: LabelledRows<Double>, unitCount: Int, means: [Double], hasIntercept: Bool, l2: Double,
    threadLimit: Int
  ) {
    self.rows = rows
    parameters = UnitParameters(
      columnCount: rows.inputs.columnCount, unitCount: unitCount, hasIntercept: hasIntercept)
    self.means = means
    self.l2 = l2
    total = rows.totalWeight
    sweep = RowSweep(rows.inputs, extraColumnCount: 1, threadLimit: threadLimit)
    let (columns, padded) = (sweep.columnCount, sweep.paddedCount)
    members = (0..<sweep.memberCount).map { _ in
      Member(columnCount: columns, paddedCount: padded, unitCount: unitCount)
    }
    workspace = Workspace(shapes: [(rows.rowCount, unitCount)])
    probabilities = workspace.matrix(rows: rows.rowCount, columns: unitCount)
  }

  /// Moves to the point of the Hessian.
  ///
  /// **Shapes** parameters [k·d], then, with intercepts, [k] more
  func move(to parameters: [Double]) {
    begin(parameters)
    let (d, probabilities) = (rows.inputs.columnCount, probabilities)
    sweep.forEachBlock(minus: means, members) { member, block, range in
      block.fill(column: d, with: 1)
      member.computeProbabilities(block, into: probabilities.rows(range))
    }
  }

  /// The Hessian times a vector.
  func product(with vector: [Double]) -> [Double] {
    begin(vector)
    let (d, probabilities, weights) = (rows.inputs.columnCount, probabilities, rows.weights)
    sweep.forEachBlock(minus: means, members) { member, block, range in
      block.fill(column: d, with: 1)
      member.add(block, probabilities: probabilities.rows(range), weights: weights?[range])
    }
    var result = [Double](repeating: 0, count: vector.count)
    parameters.setMean(of: members.map(\.sum), over: total, l2: l2, at: vector, to: &result)
    return result
  }

  private func begin(_ vector: [Double]) {
    for member in members {
      member.begin { parameters.value($0, $1, of: vector) }
    }
  }

  /// A thread's part of a pass.
  private final class Member {
    private let unitCount: Int
    private let vector: MatrixView<Double>
    private let scores: MatrixView<Double>
    /// By column and unit, [padded, k].
    let sum: MatrixView<Double>
    private let workspace: Workspace<Double>

    init(columnCount: Int, paddedCount: Int, unitCount: Int) {
      // The products with blocks work on fours of outputs.
      let width = (unitCount + 3) / 4 * 4
      let workspace = Workspace<Double>(
        shapes: [(columnCount, width), (RowBlock.capacity, width), (paddedCount, width)])
      vector = workspace.matrix(rows: columnCount, columns: width)
      scores = workspace.matrix(rows: RowBlock.capacity, columns: width)
      sum = workspace.matrix(rows: paddedCount, columns: width)
      self.workspace = workspace
      self.unitCount = unitCount
    }

    /// - Parameter entry: Of the vector, for a column and a unit.
    func begin(_ entry: (Int, Int) -> Double) {
      for j in 0..<vector.rowCount {
        for own in 0..<unitCount { vector[j, own] = entry(j, own) }
      }
      sum.asVector.fill(with: 0)
    }

    func computeProbabilities(_ block: RowBlock, into probabilities: MatrixView<Double>) {
      block.multiply(by: vector, into: scores)
      let own = scores.prefix(block.rowCount).columns(unitCount)
      if unitCount == 1 {
        Double.activate(own, bias: nil, .sigmoid, keeping: nil)
      } else {
        Double.softmaxRows(own)
      }
      probabilities.assign(own)
    }

    func add(_ block: RowBlock, probabilities: MatrixView<Double>, weights: ArraySlice<Double>?) {
      block.multiply(by: vector, into: scores)
      let own = scores.prefix(block.rowCount).columns(unitCount)
      if unitCount == 1 {
        Double.multiplyByDerivative(own, of: .sigmoid, outputs: probabilities, inputs: nil)
      } else {
        Double.softmaxRowsBackward(own, outputs: probabilities)
      }
      weights?.withVectorView { block.scaleRows(by: $0) }
      block.addCombination(of: scores, to: sum)
    }
  }
}
