import LinearAlgebra

/// A convex quadratic plus l1 penalties, minimized one coordinate at a time.
///
/// **Objective** ½·wᵀHw − bᵀw + Σ l1_j·|w_j|
///
/// Newton steps among the nonzero weights finish where single coordinates converge slowly.
struct PenalizedQuadratic {
  /// Sweeps over the nonzero weights between two Newton steps.
  private static let patience = 12

  /// H, symmetric and positive semidefinite, [p, p].
  let matrix: Matrix
  /// b, [p].
  let moments: [Double]
  /// [p], 0 for coordinates without penalty.
  let l1: [Double]
  private(set) var weights: [Double]
  /// b − H·w.
  private var negativeGradient: [Double]
  /// Square roots of the diagonal of H: the units of a gradient.
  private let roots: [Double]

  init(matrix: Matrix, moments: [Double], l1: [Double], weights: [Double]) {
    self.matrix = matrix
    self.moments = moments
    self.l1 = l1
    self.weights = weights
    negativeGradient = zip(moments, matrix.times(weights)).map { $0 - $1 }
    roots = weights.indices.map { matrix[$0, $0] > 0 ? matrix[$0, $0].squareRoot() : 1 }
  }

  /// Moves to where no violation of the optimality conditions, in units of `roots`, is above
  /// `tolerance`.
  mutating func minimize(tolerance: Double, sweepLimit: Int) {
    let all = Array(weights.indices)
    var sweepCount = 0
    while sweepCount < sweepLimit {
      sweep(all)
      sweepCount += 1
      let active = all.filter { weights[$0] != 0 || l1[$0] == 0 }
      var isSettled = false
      for _ in 0..<Self.patience where !isSettled && sweepCount < sweepLimit {
        isSettled = sweep(active) <= 0.1 * tolerance
        sweepCount += 1
      }
      if !isSettled { stepToFace(active) }
      refreshSlopes()
      if violation() <= tolerance { return }
    }
  }

  @discardableResult
  private mutating func sweep(_ columns: [Int]) -> Double {
    CoordinateSweep.overQuadratic(
      matrix, columns: columns, weights: &weights, descent: &negativeGradient, l1: l1)
  }

  private mutating func refreshSlopes() {
    negativeGradient = zip(moments, matrix.times(weights)).map { $0 - $1 }
  }

  private func violation() -> Double {
    weights.indices.reduce(0) { largest, j in
      let violation = OptimalityConditions.violation(
        gradient: -negativeGradient[j], weight: weights[j], l1: l1[j])
      return max(largest, violation / roots[j])
    }
  }

  /// A Newton step among the coordinates that are not at 0, up to the first change of sign: on that
  /// face the objective is a quadratic, so the step can only decrease it.
  private mutating func stepToFace(_ active: [Int]) {
    let moving = active.filter { weights[$0] != 0 || l1[$0] == 0 }
    guard !moving.isEmpty else { return }
    var part = Matrix(rowCount: moving.count, columnCount: moving.count)
    for (a, i) in moving.enumerated() {
      for (b, j) in moving.enumerated() { part[a, b] = matrix[i, j] }
      // A slightly larger diagonal makes flat directions harmless, and a step still descends.
      part[a, a] *= 1 + 1e-10
    }
    guard let factor = try? CholeskyFactor(part), factor.reciprocalCondition > 1e-14 else {
      return
    }
    refreshSlopes()
    let step = factor.solution(
      of: moving.map { j in
        negativeGradient[j] - (weights[j] > 0 ? l1[j] : weights[j] < 0 ? -l1[j] : 0)
      })
    var length = 1.0
    var firstZero: Int?
    for (position, j) in moving.enumerated() {
      guard l1[j] > 0, weights[j] * (weights[j] + step[position]) < 0 else { continue }
      let crossing = -weights[j] / step[position]
      if crossing < length {
        length = crossing
        firstZero = j
      }
    }
    for (position, j) in moving.enumerated() { weights[j] += length * step[position] }
    if let firstZero { weights[firstZero] = 0 }
    refreshSlopes()
  }
}
