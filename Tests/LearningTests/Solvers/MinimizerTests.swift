import LinearAlgebra
import Testing

@testable import Learning

/// f(x) = ½·(x₀ − 1)² + 2·(x₁ + 1)²: minimum 0 at (1, −1); the gradient at the origin is (−1, 4).
private struct Quadratic: TwiceDifferentiableFunction {
  func value(at x: [Double], gradient: inout [Double]) -> Double {
    gradient = [x[0] - 1, 4 * (x[1] + 1)]
    return 0.5 * (x[0] - 1) * (x[0] - 1) + 2 * (x[1] + 1) * (x[1] + 1)
  }

  func value(at x: [Double], gradient: inout [Double], hessian: inout Matrix) -> Double {
    hessian = Matrix(rows: [[1, 0], [0, 4]])
    return value(at: x, gradient: &gradient)
  }
}

/// The driver that all minimization methods share.
@Suite struct MinimizerTests {
  private let start = MinimizerState(at: [0, 0], of: Quadratic())

  private func bfgs(_ scales: [Double] = [1, 1]) -> LimitedMemoryBFGS {
    LimitedMemoryBFGS(function: Quadratic(), scales: scales)
  }

  /// Newton's first step is exact: the start and the step are two passes.
  @Test func newtonSolvesAQuadraticInOneStep() throws {
    let (step, start) = try NewtonMethod.begin(at: [0, 0], of: Quadratic())
    let minimum = try Minimizer(tolerance: 1e-12, iterationLimit: 10).minimum(
      from: start, by: step)
    #expect(minimum.parameters == [1, -1])
    #expect(minimum.ending == .converged)
    #expect(minimum.iterations == 1)
    #expect(minimum.passCount == 2)
    // In units of 1/√H: |−1|·1 and 4·½.
    #expect(minimum.initialGradientNorm == 2)
    #expect(minimum.gradientMaximum == 0)
  }

  /// Soft thresholding by hand: x₀ = 1 − 0.5 and x₁ = −1 + 0.5/4; the objective is
  /// ½·0.25 + 2·(0.125)² + 0.5·(0.5 + 0.875).
  @Test(arguments: [false, true]) func proximalMethodsShrinkWeights(isNewton: Bool) {
    let minimizer = Minimizer(tolerance: 1e-12, iterationLimit: 1_000)
    let minimum: Minimum
    if isNewton {
      let (step, start) = ProximalNewton.begin(at: [0, 0], of: Quadratic(), l1: [0.5, 0.5])
      minimum = minimizer.minimum(from: start, by: step)
    } else {
      minimum = minimizer.minimum(
        from: start,
        by: ProximalGradient(function: Quadratic(), scales: [1, 0.5], l1: [0.5, 0.5]))
    }
    #expect(minimum.ending == .converged)
    // The tolerance is 1e-12 of a gradient of 2.
    #expect(abs(minimum.parameters[0] - 0.5) < 1e-11)
    #expect(abs(minimum.parameters[1] + 0.875) < 1e-11)
    #expect(abs(minimum.objective - 0.84375) < 1e-11)
  }

  @Test func endsAtTheIterationLimit() {
    let minimum = Minimizer(tolerance: 1e-12, iterationLimit: 2).minimum(from: start, by: bfgs())
    #expect(minimum.ending == .iterationLimit)
    #expect(minimum.iterations == 2)
  }

  @Test func reportsEachIterationAndStopsWhenCancelled() {
    var seen = [MinimizerState]()
    let minimizer = Minimizer(tolerance: 1e-12, iterationLimit: 100) {
      seen.append($0)
      return $0.iteration == 3
    }
    let minimum = minimizer.minimum(from: start, by: bfgs())
    #expect(minimum.ending == .cancelled)
    #expect(seen.map(\.iteration) == [1, 2, 3])
    #expect(seen.last?.parameters == minimum.parameters)
    // The gradient norm at the origin is 4.
    #expect(seen.allSatisfy { $0.relativeGradientNorm == $0.gradientNorm / 4 })
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.passCount < $1.passCount })
  }

  @Test func resumesToTheSameBits() {
    let minimizer = Minimizer(tolerance: 1e-12, iterationLimit: 100)
    var middle: (MinimizerState, LimitedMemoryBFGS)?
    let whole = minimizer.minimum(from: start, by: bfgs()) { state, step in
      if state.iteration == 2 { middle = (state, step) }
    }
    guard let (state, step) = middle else {
      Issue.record("fewer than two iterations")
      return
    }
    let resumed = minimizer.minimum(resuming: state, by: step)
    #expect(resumed.parameters == whole.parameters)
    #expect(resumed.iterations == whole.iterations)
    #expect(resumed.passCount == whole.passCount)
  }

  /// The tolerance refers to a given norm: 4 is within 1e-2 of 400 at the start already.
  @Test func convergesRelativeToAGivenNorm() {
    let minimum = Minimizer(tolerance: 1e-2, iterationLimit: 100).minimum(
      from: start, by: bfgs(), initialGradientNorm: 400)
    #expect(minimum.ending == .converged)
    #expect(minimum.iterations == 0)
  }
}
