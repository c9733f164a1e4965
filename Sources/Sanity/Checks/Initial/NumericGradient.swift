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
      + "tensor that is not frozen",
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
      let worst = GradientComparison.worst(of: problem, seed: context.seed)
      guard let worst else { return .notApplicable("every coordinate lies on a kink") }
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

/// The coordinate where the analytic gradient and the central difference disagree most.
struct GradientComparison {
  let tensor: String
  let index: Int
  let analytic: Double
  let numeric: Double
  let difference: Double

  /// nil when no coordinate could be judged.
  static func worst(of problem: any GradientProblem, seed: UInt64) -> GradientComparison? {
    var point = problem.initialParameters
    // Slightly off the initial weights, where zero weights and biases lie on kinks.
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    for i in point.indices { point[i] += 1e-2 * generator.normal() }
    let (loss, gradient) = problem.lossAndGradient(at: point)
    let floor = max(1e-8, 1e-3 * gradient.rootMeanSquare)
    // Fewer coordinates of large models, where each costs a pass over all parameters.
    let limit = min(20, max(4, 400_000 / max(1, point.count)))
    var worst: GradientComparison?
    for tensor in problem.layout.tensors where tensor.isTrained {
      for index in Array(0..<tensor.count).evenly(limit) {
        let i = tensor.offset + index
        guard
          let n = centralDifference(
            of: problem, at: &point, i, loss: loss, near: gradient[i], floor: floor)
        else { continue }
        let difference = abs(gradient[i] - n) / max(abs(gradient[i]) + abs(n), floor)
        if !(difference <= worst?.difference ?? -1) {
          worst = GradientComparison(
            tensor: tensor.name, index: index, analytic: gradient[i], numeric: n,
            difference: difference)
        }
      }
    }
    return worst
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
