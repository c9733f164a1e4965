import LinearAlgebra

/// Minimises half a mean square plus l1·‖w‖₁ + ½·l2·‖w‖² one coordinate at a time.
///
/// Columns that the strong rule expects at 0 are left out until their optimality condition fails;
/// a Newton step among the weights that are not 0 ends what single coordinates converge to slowly.
///
/// **Source** Friedman, Hastie, Tibshirani 2010; strong rule: Tibshirani et al. 2012
struct CoordinateDescent {
  /// Sweeps before a Newton step among `count` weights, which costs as much as about an eighth of
  /// them.
  private static func patience(_ count: Int) -> Int { 12 + count / 8 }

  /// The duality gap at convergence, relative to the objective.
  var tolerance: Double
  var sweepLimit: Int
  /// Asked now and then; true ends the descent.
  var isCancelled: () -> Bool = { false }

  /// How a descent ended.
  struct Ending: Sendable, Hashable {
    var objective: Double
    /// Objective minus a lower bound of the least one.
    var gap: Double
    var sweepCount: Int
    var isConverged: Bool
    var wasCancelled = false
  }

  /// Moves the state to the minimum, from where it is.
  ///
  /// - Parameters:
  ///   - previousL1: The l1 whose minimum the state is at; nil when it is at none.
  ///   - start: Weights to begin at in place of the state's, [p].
  func minimise(
    _ state: inout some CoordinateState, l1: Double, l2: Double, previousL1: Double?,
    start: [Double]? = nil
  ) -> Ending {
    let p = state.weights.count
    var negativeGradient = state.negativeGradient(isFresh: true)
    var candidates = (0..<p).filter { j in
      guard let previousL1 else { return true }
      let component = abs(negativeGradient[j] - l2 * state.weights[j])
      return state.weights[j] != 0 || component >= 2 * l1 - previousL1
    }
    if let start {
      state.move(to: start)
      negativeGradient = state.negativeGradient(isFresh: true)
    }
    var ending = gap(of: state, negativeGradient: negativeGradient, l1: l1, l2: l2)
    var isCandidate = [Bool](repeating: false, count: p)
    var patience = Self.patience(candidates.count)
    var smallest = (tolerance * max(ending.objective, 0)).squareRoot() * 0.1
    while !ending.isConverged, ending.sweepCount < sweepLimit {
      if isCancelled() {
        ending.wasCancelled = true
        break
      }
      var sweepCount = ending.sweepCount
      let settling = state.settle(
        columns: candidates, l1: l1, l2: l2, smallest: smallest,
        limit: min(patience + 1, sweepLimit - sweepCount))
      sweepCount += settling.sweepCount
      if !settling.isSettled {
        stepToFace(&state, among: candidates, l1: l1, l2: l2)
        patience = min(patience * 2, 1000)
      }
      negativeGradient = state.negativeGradient(isFresh: true)
      for column in candidates { isCandidate[column] = true }
      let violators = (0..<p).filter { !isCandidate[$0] && abs(negativeGradient[$0]) > l1 }
      candidates += violators
      ending = gap(of: state, negativeGradient: negativeGradient, l1: l1, l2: l2)
      ending.sweepCount = sweepCount
      // With the right candidates the gap shrinks about as the last steps do.
      let wanted = 0.5 * tolerance * ending.objective / ending.gap
      if violators.isEmpty, wanted < 1 {
        let least = 1e-12 * state.responseSquare.squareRoot()
        smallest = max(least, smallest * max(1e-3, min(0.5, wanted)))
      }
    }
    return ending
  }

  /// Newton's step among the weights that are not 0, up to the first that changes its sign: there
  /// the objective is a quadratic, so the step can only lower it.
  private func stepToFace(
    _ state: inout some CoordinateState, among columns: [Int], l1: Double, l2: Double
  ) {
    let moving = columns.filter { state.weights[$0] != 0 }
    guard !moving.isEmpty else { return }
    var matrix = state.curvature(of: moving)
    for position in moving.indices { matrix.storage[position * (moving.count + 1)] += l2 }
    guard let factor = try? CholeskyFactor(matrix), factor.reciprocalCondition > 1e-14 else {
      return
    }
    let negativeGradient = state.negativeGradient(isFresh: false)
    let right = moving.map { j in
      let weight = state.weights[j]
      return negativeGradient[j] - l2 * weight - (weight > 0 ? l1 : -l1)
    }
    let step = factor.solution(of: right)
    var length = 1.0
    var firstZero: Int?
    for (position, j) in moving.enumerated() {
      let weight = state.weights[j]
      guard weight * (weight + step[position]) < 0 else { continue }
      let crossing = -weight / step[position]
      if crossing < length {
        length = crossing
        firstZero = j
      }
    }
    var weights = state.weights
    for (position, j) in moving.enumerated() { weights[j] += length * step[position] }
    if let firstZero { weights[firstZero] = 0 }
    state.move(to: weights)
  }

  /// The objective, and how far above the least it can be at most.
  ///
  /// **Formula** The dual at the residuals: scaled into the unit box of l1, or, with l2 > 0, with
  /// what leaves the box paid for by (|component| − l1)² / (2·l2); the better of both.
  private func gap(
    of state: some CoordinateState, negativeGradient: [Double], l1: Double, l2: Double
  ) -> Ending {
    let (square, withResponse) = state.residualMoments()
    var magnitudes = 0.0
    var squares = 0.0
    var largest = 0.0
    var outside = 0.0
    for (component, weight) in zip(negativeGradient, state.weights) {
      magnitudes += abs(weight)
      squares += weight * weight
      largest = max(largest, abs(component - l2 * weight))
      let excess = max(0, abs(component) - l1)
      outside += excess * excess
    }
    let objective = 0.5 * square + l1 * magnitudes + 0.5 * l2 * squares
    let scale = largest > l1 ? l1 / largest : 1
    let extended = square + l2 * squares
    var bound = scale * withResponse - 0.5 * scale * scale * extended
    if l2 > 0 { bound = max(bound, withResponse - 0.5 * square - outside / (2 * l2)) }
    let gap = max(0, objective - bound)
    let rounding = 16 * Double.ulpOfOne * state.responseSquare
    return Ending(
      objective: objective, gap: gap, sweepCount: 0,
      isConverged: gap <= max(tolerance * objective, rounding))
  }
}
