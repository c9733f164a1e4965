import Foundation
import Learning
import LinearAlgebra

/// The optimum of a convex objective, found independently of the model's own solver: the oracle
/// that fits are compared with.
///
/// **Source** L-BFGS, Nocedal 1980, with backtracking on Armijo's condition.
struct ConvexOptimum {
  let parameters: [Double]
  let objective: Double
  /// The objective of the prior predictor.
  let priorObjective: Double

  private static let memory = 10
  private static let iterationLimit = 300

  /// nil when the objective is not finite at the initial parameters.
  init?(of problem: any GradientProblem) {
    guard let prior = Self.bestConstant(of: problem),
      let best = Self.minimize(problem, from: prior.parameters, along: nil)
    else { return nil }
    priorObjective = prior.objective
    objective = best.objective
    parameters = best.parameters
  }

  /// The remaining fraction of the way from the prior predictor to the optimum; infinite when
  /// the parameters are not those of the problem.
  func gap(of model: any FittedModel, in problem: any GradientProblem) -> Double {
    guard let parameters = problem.layout.parameters(of: model) else { return .infinity }
    let reached = problem.loss(at: parameters)
    // Where inputs hardly help, rounding must not count as a difference.
    let way = max(priorObjective - objective, 1e-6 * abs(priorObjective), 1e-12)
    return reached.isFinite ? (reached - objective) / way : .infinity
  }

  /// The parameters of the prior predictor; nil where the objective is not finite at zero.
  static func bestConstant(
    of problem: any GradientProblem
  ) -> (parameters: [Double], objective: Double)? {
    let zeros = [Double](repeating: 0, count: problem.layout.parameterCount)
    // Biases are the tensors of one dimension; with all weights zero they give the prior predictor.
    var isBias = [Bool](repeating: false, count: zeros.count)
    for tensor in problem.layout.tensors where tensor.shape.count < 2 {
      for i in tensor.offset..<(tensor.offset + tensor.count) { isBias[i] = true }
    }
    return minimize(problem, from: zeros, along: isBias)
  }

  /// The loss that L-BFGS reaches from the initial parameters, convex or not; nil when the loss is
  /// not finite there.
  static func reachableLoss(of problem: any GradientProblem) -> Double? {
    minimize(problem, from: problem.initialParameters, along: nil)?.objective
  }

  private static func minimize(
    _ problem: any GradientProblem, from start: [Double], along mask: [Bool]?
  ) -> (parameters: [Double], objective: Double)? {
    func evaluate(_ point: [Double]) -> (loss: Double, gradient: [Double]) {
      var (loss, gradient) = problem.lossAndGradient(at: point)
      if let mask { for i in gradient.indices where !mask[i] { gradient[i] = 0 } }
      return (loss, gradient)
    }
    var point = start
    var (loss, gradient) = evaluate(point)
    guard loss.isFinite else { return nil }
    var pairs: [(s: [Double], y: [Double], ρ: Double)] = []
    for _ in 0..<iterationLimit {
      let largest = gradient.reduce(0) { max($0, abs($1)) }
      // A hundredth of the fit's tolerance is enough; an inexact optimum favours the fit.
      if largest <= 1e-8 * max(1, abs(loss)) { break }
      var direction = descent(gradient, pairs)
      var directionalDerivative = dot(gradient, direction)
      if !(directionalDerivative < 0) {
        pairs = []
        direction = gradient.map { -$0 }
        directionalDerivative = -dot(gradient, gradient)
      }
      var step = pairs.isEmpty ? min(1, 1 / max(largest, 1e-12)) : 1.0
      var next: (point: [Double], loss: Double, gradient: [Double])?
      for _ in 0..<60 {
        let candidate = zip(point, direction).map { $0 + step * $1 }
        let value = evaluate(candidate)
        if value.loss.isFinite, value.loss <= loss + 1e-4 * step * directionalDerivative {
          next = (candidate, value.loss, value.gradient)
          break
        }
        step /= 2
      }
      guard let next else { break }
      let s = zip(next.point, point).map { $0 - $1 }
      let y = zip(next.gradient, gradient).map { $0 - $1 }
      let curvature = dot(s, y)
      if curvature > 1e-14 * dot(y, y) {
        pairs.append((s, y, 1 / curvature))
        if pairs.count > memory { pairs.removeFirst() }
      }
      let gain = loss - next.loss
      (point, loss, gradient) = next
      if gain <= 1e-9 * abs(loss) || loss <= 1e-7 { break }
    }
    return (point, loss)
  }

  /// The L-BFGS two-loop recursion: the approximate inverse Hessian times the gradient.
  private static func descent(
    _ gradient: [Double], _ pairs: [(s: [Double], y: [Double], ρ: Double)]
  ) -> [Double] {
    var q = gradient
    var alphas: [Double] = []
    for (s, y, ρ) in pairs.reversed() {
      let α = ρ * dot(s, q)
      alphas.append(α)
      for i in q.indices { q[i] -= α * y[i] }
    }
    if let last = pairs.last {
      let scale = 1 / (last.ρ * dot(last.y, last.y))
      for i in q.indices { q[i] *= scale }
    }
    for ((s, y, ρ), α) in zip(pairs, alphas.reversed()) {
      let β = ρ * dot(y, q)
      for i in q.indices { q[i] += (α - β) * s[i] }
    }
    return q.map { -$0 }
  }
}

extension ParameterLayout {
  /// The model's parameters as one flat vector; nil when its tensors are not these.
  func parameters(of model: any FittedModel) -> [Double]? {
    var flat = [Double](repeating: 0, count: parameterCount)
    let found = Dictionary(
      model.tensors.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    for tensor in tensors {
      guard let values = found[tensor.name], values.count == tensor.count else { return nil }
      switch values {
      case .single(let single):
        for i in single.indices { flat[tensor.offset + i] = Double(single[i]) }
      case .double(let double):
        for i in double.indices { flat[tensor.offset + i] = double[i] }
      }
    }
    return flat
  }
}
