import Findings
import Learning
import LinearAlgebra
import Randomness
import Text

extension Threshold {
  fileprivate static let gradient = Threshold(
    "SI10", 1e-4, "relative difference between a partial derivative and its central difference")
}

extension CheckEntry {
  static let numericGradient = CheckEntry(
    code: "SI10", title: "gradient agrees with central differences", stage: .initial,
    evidenceKind: .contradiction, worst: .stop,
    summary: "The gradient is that of the loss.",
    formula: "|a − n| / max(|a| + |n|, 1e-3 · rms, 1e-8) with n the central difference, h = "
      + "1e-5 and 1e-6 in double precision, on three rows and at most 20 coordinates of each "
      + "tensor that is not frozen; above the threshold, h = 2⁻⁶, 2⁻⁹, … 2⁻³⁰, of which the one "
      + "with the smallest error counts if that error (the rounding of the loss over h, the "
      + "change to the next h and half of that between the two sides) is below a fifth of |a − n|",
    threshold: .gradient,
    source: "CS231n, gradient checks; torch.autograd.gradcheck",
    knownFalseAlarms: "kinks (ReLU, absolute error): coordinates whose left and right "
      + "differences disagree are left out",
    cost: "at most 80 forward passes of three rows for each tensor",
    explanation: .faultyUpdate,
    body: .before { context in
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      let rows = state.rows.rows(at: Array(0..<state.rows.rowCount).evenly(3))
      guard let problem = context.plainProblem(on: rows) else {
        return .notApplicable("the model is not trained by gradients")
      }
      let comparison = GradientComparison(
        of: problem, limit: context.limit(.gradient), seed: context.seed)
      guard let worst = comparison.worst else {
        return .notApplicable(
          comparison.hasRounding
            ? "the loss is too large to differentiate numerically"
            : "every coordinate lies on a kink")
      }
      guard !(worst.difference <= context.limit(.gradient)) else {
        return .passed(
          "gradients agree with central differences to \(NumberFormat.number(worst.difference))",
          value: worst.difference)
      }
      return Finding(
        verdict: .stop,
        message:
          "the gradient of \"\(worst.tensor)\" is \(NumberFormat.number(worst.analytic)) where "
          + "the central difference is \(NumberFormat.number(worst.numeric))",
        value: worst.difference,
        evidence: [
          .scores(
            "gradient of \(worst.tensor)[\(worst.index)]",
            ["analytic": worst.analytic, "numeric": worst.numeric])
        ],
        causes: ["a mistake in the model's backward pass, not in the spec"],
        remedy: "report it with the spec")
    })
}

/// The analytic gradient beside central differences, in a sample of the coordinates.
struct GradientComparison {
  /// The coordinate where they disagree most; nil where none could be judged.
  private(set) var worst: Coordinate?
  /// Whether rounding of the loss hides the difference in a coordinate.
  private(set) var hasRounding = false

  struct Coordinate {
    let tensor: String
    let index: Int
    let analytic: Double
    let numeric: Double
    let difference: Double
  }

  /// - Parameter limit: the relative difference above which a coordinate is differentiated again
  ///   with more steps.
  init(of problem: any GradientProblem, limit: Double, seed: UInt64) {
    var point = problem.initialParameters
    // Slightly off the initial weights, where zero weights and biases lie on kinks.
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    for i in point.indices { point[i] += 1e-2 * generator.normal() }
    let (loss, gradient) = problem.lossAndGradient(at: point)
    guard loss.isFinite else {
      hasRounding = true
      return
    }
    let floor = max(1e-8, 1e-3 * gradient.rootMeanSquare)
    // Fewer coordinates of large models, where each costs a pass over all parameters.
    let count = min(20, max(4, 400_000 / max(1, point.count)))
    for tensor in problem.layout.tensors where tensor.isTrained {
      for index in Array(0..<tensor.count).evenly(count) {
        let i = tensor.offset + index
        let analytic = gradient[i]
        func difference(_ n: Double) -> Double {
          abs(analytic - n) / max(abs(analytic) + abs(n), floor)
        }
        guard
          var n = Self.centralDifference(
            of: problem, at: &point, i, loss: loss, near: analytic, floor: floor)
        else { continue }
        if !(difference(n) <= limit) {
          let estimate = CentralDifference(of: problem, at: &point, i, loss: loss)
          guard
            estimate.error < 0.2 * abs(analytic - estimate.value)
              || difference(estimate.value) <= limit
          else {
            hasRounding = true
            continue
          }
          n = estimate.value
        }
        if !(difference(n) <= worst?.difference ?? -1) {
          worst = Coordinate(
            tensor: tensor.name, index: index, analytic: analytic, numeric: n,
            difference: difference(n))
        }
      }
    }
  }

  /// The central difference of the step that agrees better; nil on a kink.
  private static func centralDifference(
    of problem: any GradientProblem, at point: inout [Double], _ i: Int, loss: Double,
    near analytic: Double, floor: Double
  ) -> Double? {
    var best: Double?
    for h in [1e-5, 1e-6] {
      let x = point[i]
      point[i] = x + h
      let above = problem.loss(at: point)
      point[i] = x - h
      let below = problem.loss(at: point)
      point[i] = x
      let right = (above - loss) / h
      let left = (loss - below) / h
      let central = (above - below) / (2 * h)
      // Smooth functions differ by h times their curvature; a kink by a fraction of the difference.
      if abs(right - left) > 0.05 * max(abs(right), abs(left), floor) + 1e3 * h { continue }
      if abs(central - analytic) < abs((best ?? .infinity) - analytic) { best = central }
    }
    return best
  }
}

/// The central difference of the step with the smallest error, from a wide range of steps.
private struct CentralDifference {
  let value: Double
  /// The rounding of the loss over the step, plus the change from the next smaller step, plus half
  /// the difference of the differences on either side, which is all of it on a kink.
  let error: Double

  init(of problem: any GradientProblem, at point: inout [Double], _ i: Int, loss: Double) {
    let x = point[i]
    defer { point[i] = x }
    // A difference of second order at the smallest steps is all rounding.
    var rounding = 4 * Double.ulpOfOne * abs(loss)
    var differences: [(step: Double, value: Double, bend: Double)] = []
    for step in (2...10).map({ Double(sign: .plus, exponent: -3 * $0, significand: 1) }) {
      point[i] = x + step
      let above = problem.loss(at: point)
      point[i] = x - step
      let below = problem.loss(at: point)
      let bend = abs(above - 2 * loss + below)
      differences.append((step, (above - below) / (2 * step), bend / (2 * step)))
      if step < 1e-7 { rounding = max(rounding, bend) }
    }
    let estimates = zip(differences, differences.dropFirst()).map { larger, smaller in
      (
        larger.value,
        rounding / larger.step + abs(larger.value - smaller.value) + larger.bend
      )
    }
    (value, error) =
      estimates.filter { $0.1.isFinite }.min { $0.1 < $1.1 } ?? (.nan, .infinity)
  }
}
