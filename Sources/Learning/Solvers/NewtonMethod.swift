import LinearAlgebra

/// A smooth function whose second derivatives can be had with its first.
protocol CurvedFunction: SmoothFunction {
  /// The value; `gradient` receives the derivative, `curvature` the second one, [p, p].
  func value(at parameters: [Double], gradient: inout [Double], curvature: inout Matrix) -> Double
}

/// Minimises a convex function of few parameters by Newton's method with a line search.
///
/// Second derivatives cost several first ones: while a factor of older ones still brings the
/// derivative down quickly, it is kept.
struct NewtonMethod {
  /// Older second derivatives do as long as each step leaves at most this share of the derivative.
  private static let keepingShare = 0.1

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
    var value = function.value(at: x, gradient: &gradient, curvature: &matrix)
    var factor = try Factor(matrix)
    var size = factor.size(of: gradient)
    let reference = firstSize ?? size
    firstSize = reference
    let target = max(rules.tolerance * reference, MinimizerRules.smallestGradient)
    var ending = Minimum.Ending.iterationLimit
    var isFresh = true
    var share = 1.0
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
        if isFresh {
          ending = .converged
          break
        }
        // The older second derivatives may be to blame.
        value = function.value(at: x, gradient: &gradient, curvature: &matrix)
        factor = try Factor(matrix)
        size = factor.size(of: gradient)
        (isFresh, share) = (true, 1)
        continue
      }
      iteration += 1
      (x, value, gradient) = (next, accepted.value, nextGradient)
      share = factor.size(of: gradient) / size
      isFresh = false
      if let nextMatrix {
        (factor, isFresh) = (try Factor(nextMatrix), true)
      } else if share > Self.keepingShare, factor.size(of: gradient) > target {
        value = function.value(at: x, gradient: &gradient, curvature: &matrix)
        (factor, isFresh) = (try Factor(matrix), true)
      }
      size = factor.size(of: gradient)
      if rules.afterIteration(iteration, value, x) {
        ending = .cancelled
        break
      }
    }
    return Minimum(
      parameters: x, value: value, gradientMaximum: gradient.reduce(0) { max($0, abs($1)) },
      iterations: iteration, ending: ending)
  }

  /// Second derivatives, scaled to a diagonal of ones and factorised; where they are singular, with
  /// the least shift of the diagonal (a power of 10) that makes them definite.
  private struct Factor {
    private let scales: [Double]
    private let cholesky: CholeskyFactor

    init(_ matrix: Matrix) throws(FactorizationError) {
      let p = matrix.rowCount
      scales = (0..<p).map { matrix[$0, $0] > 0 ? 1 / matrix[$0, $0].squareRoot() : 1 }
      var scaled = matrix
      for i in 0..<p {
        for j in 0..<p { scaled[i, j] *= scales[i] * scales[j] }
      }
      var shift = 0.0
      while true {
        if let factor = try Self.definiteFactor(of: scaled) {
          cholesky = factor
          return
        }
        let nextShift = shift == 0 ? 1e-12 : shift * 10
        for j in 0..<p { scaled[j, j] += nextShift - shift }
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
