import LinearAlgebra

/// A smooth function whose second derivatives can be had with its first.
protocol CurvedFunction: SmoothFunction {
  /// The value; `gradient` receives the derivative, `curvature` the second one, [p, p].
  ///
  /// The second derivative may be an estimate, from some of the rows or of fewer digits.
  func value(at parameters: [Double], gradient: inout [Double], curvature: inout Matrix) -> Double

  /// Gives better estimates of second derivatives from now on, or exact ones; false when they are
  /// exact already.
  func sharpenCurvature(toExact: Bool) -> Bool
}

extension CurvedFunction {
  func sharpenCurvature(toExact: Bool) -> Bool { false }
}

/// Minimises a convex function of few parameters by Newton's method with a line search.
///
/// Second derivatives cost several first ones: while a factor of older ones still brings the
/// derivative down quickly, it is kept. Where they are estimates, the derivative is exact all the
/// same, and the shares that steps leave of it tell when estimates should be better: those of exact
/// steps fall from step to step.
struct NewtonMethod {
  /// Older second derivatives do as long as each step leaves at most this share of the derivative.
  private static let keepingShare = 0.1

  /// Below this reciprocal condition estimates do not show the directions of least curvature.
  private static let smallestEstimateCondition = 1e-4

  let rules: MinimizerRules

  func minimum(
    of function: some CurvedFunction, from start: [Double]
  ) throws(FactorizationError) -> Minimum {
    var firstSize: Double?
    return try minimum(of: function, from: start, firstSize: &firstSize)
  }

  /// - Parameter firstSize: The scaled derivative of which the tolerance is a share, where an
  ///   earlier fit has left one; otherwise receives the one at the start.
  func minimum(
    of function: some CurvedFunction, from start: [Double], firstSize: inout Double?
  ) throws(FactorizationError) -> Minimum {
    let p = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: p)
    var matrix = Matrix(rowCount: 0, columnCount: 0)
    var value = 0.0
    var passCount = 0
    func freshFactor() throws(FactorizationError) -> Factor {
      passCount += 1
      value = function.value(at: x, gradient: &gradient, curvature: &matrix)
      let factor = try Factor(matrix)
      guard factor.reciprocalCondition < Self.smallestEstimateCondition,
        function.sharpenCurvature(toExact: true)
      else { return factor }
      passCount += 1
      value = function.value(at: x, gradient: &gradient, curvature: &matrix)
      return try Factor(matrix)
    }
    var factor = try freshFactor()
    var size = factor.size(of: gradient)
    let reference = firstSize ?? size
    firstSize = reference
    let target = max(rules.tolerance * reference, MinimizerRules.smallestGradient)
    var ending = Minimum.Ending.iterationLimit
    var isFresh = true
    var share = 1.0
    var previousShare = 1.0
    var iteration = 0
    while true {
      if size <= target {
        ending = .converged
        break
      }
      if iteration == rules.iterationLimit { break }
      let direction = factor.direction(gradient)
      let slope = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      // Whether this step is quick is not known before; the last one's share foretells it.
      let wantsCurvature = share > Self.keepingShare
      var next = x
      var nextGradient = gradient
      var nextMatrix: Matrix?
      let accepted = LineSearch().acceptedPoint(
        from: LineSearch.Point(step: 0, value: value, slope: slope), firstStep: 1
      ) { step in
        for j in 0..<p { next[j] = x[j] + step * direction[j] }
        passCount += 1
        let value: Double
        if wantsCurvature, step == 1 {
          var found = Matrix(rowCount: 0, columnCount: 0)
          value = function.value(at: next, gradient: &nextGradient, curvature: &found)
          nextMatrix = found
        } else {
          value = function.value(at: next, gradient: &nextGradient)
          nextMatrix = nil
        }
        return (value, zip(direction, nextGradient).reduce(0) { $0 + $1.0 * $1.1 })
      }
      guard let accepted else {
        let isSharper = function.sharpenCurvature(toExact: true)
        if isFresh, !isSharper {
          ending = .converged
          break
        }
        // The older or estimated second derivatives may be to blame.
        factor = try freshFactor()
        size = factor.size(of: gradient)
        (isFresh, share) = (true, 1)
        continue
      }
      iteration += 1
      (x, value, gradient) = (next, accepted.value, nextGradient)
      (previousShare, share) = (share, factor.size(of: gradient) / size)
      let isDone = factor.size(of: gradient) <= target
      let isSlow = isFresh && share > max(Self.keepingShare, 0.5 * previousShare)
      isFresh = false
      if !isDone, isSlow, iteration > 1, function.sharpenCurvature(toExact: false) {
        (factor, isFresh) = (try freshFactor(), true)
      } else if let nextMatrix {
        (factor, isFresh) = (try Factor(nextMatrix), true)
        if !isDone, factor.reciprocalCondition < Self.smallestEstimateCondition,
          function.sharpenCurvature(toExact: true)
        {
          factor = try freshFactor()
        }
      } else if share > Self.keepingShare, !isDone {
        (factor, isFresh) = (try freshFactor(), true)
      }
      size = factor.size(of: gradient)
      let state = MinimizerIteration(
        number: iteration, value: value, parameters: x,
        remainder: size / max(reference, .leastNormalMagnitude), passCount: passCount)
      if rules.afterIteration(state) {
        ending = .cancelled
        break
      }
    }
    return Minimum(
      parameters: x, value: value, gradientMaximum: gradient.reduce(0) { max($0, abs($1)) },
      iterations: iteration, passCount: passCount, ending: ending)
  }

  /// Second derivatives, scaled to a diagonal of ones and factorised; where they are singular, with
  /// the least shift of the diagonal (a power of 10) that makes them definite.
  private struct Factor {
    private let scales: [Double]
    private let cholesky: CholeskyFactor

    /// Of the scaled second derivatives, with the shift if there is one.
    var reciprocalCondition: Double { cholesky.reciprocalCondition }

    init(_ matrix: Matrix) throws(FactorizationError) {
      let p = matrix.rowCount
      let (unscaled, found) = matrix.scaledToUnitDiagonal()
      var scaled = unscaled
      scales = found
      var shift = 0.0
      while true {
        if let factor = try Self.definiteFactor(of: scaled) {
          cholesky = factor
          return
        }
        let nextShift = shift == 0 ? 1e-12 : shift * 10
        for j in 0..<p { scaled.storage[j * (p + 1)] += nextShift - shift }
        shift = nextShift
      }
    }

    /// The largest derivative in units of the scales.
    func size(of gradient: [Double]) -> Double {
      zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
    }

    func direction(_ gradient: [Double]) -> [Double] {
      let right = zip(gradient, scales).map { -$0 * $1 }
      return zip(cholesky.solution(of: right), scales).map { $0 * $1 }
    }

    /// Nil for a matrix that is not clearly positive definite.
    private static func definiteFactor(
      of matrix: Matrix
    ) throws(FactorizationError) -> CholeskyFactor? {
      do {
        let factor = try CholeskyFactor(matrix)
        return factor.reciprocalCondition > 1e-14 ? factor : nil
      } catch .notPositiveDefinite {
        return nil
      } catch {
        throw error
      }
    }
  }
}
