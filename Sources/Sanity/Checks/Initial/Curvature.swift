import Learning
import LinearAlgebra
import Randomness

extension CheckEntry {
  static let curvature = CheckEntry(
    code: "SI18", title: "learning rate against curvature", stage: .initial, worst: .stop,
    summary: "Steps of a linear model along the gradient are short enough to converge.",
    formula: "learning rate / (2(1+β)/λ), or (2+2β)/((1+2β)λ) for Nesterov's momentum, with λ the "
      + "largest curvature of the objective by power iteration and β the momentum; above 1 "
      + "squared errors on the full batch provably diverge and stop; otherwise it warns",
    threshold: Thresholds.learningRate,
    source: "Polyak 1964; Damian, Nichani and Lee 2022 for the tightness of the bound",
    knownFalseAlarms: "batches and other losses may converge beyond the bound: then it only warns",
    cost: "40 gradients on at most 2,000 rows",
    body: .before { context in
      guard context.recipe.isConvex else { return .notApplicable("the model is not linear") }
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) finds its steps by itself")
      }
      guard let momentum = Momentum(of: context.plan.optimizer) else {
        return .notApplicable("\(context.plan.optimizer.kind) adapts its steps to the gradient")
      }
      let positions = Array(0..<context.train.rowCount).evenly(2_000)
      let rows = context.train.rows(at: positions)
      var plan = context.plan
      plan.reduction = .mean
      guard let problem = context.recipe.gradientProblem(on: rows, plan: plan),
        let curvature = largestCurvature(of: problem, seed: context.seed), curvature > 0
      else { return .notApplicable("the objective has no curvature") }
      // A sum over a batch is as many times steeper as the batch has rows.
      let batch = context.plan.rowsPerStep(of: context.train.rowCount)
      let steepness = context.plan.reduction == .sum ? curvature * Double(batch) : curvature
      let bound = momentum.bound / steepness
      let ratio = context.plan.optimizer.learningRate / bound
      let isProof =
        context.loss == .meanSquaredError && context.plan.clipNorm == nil
        && positions.count == context.train.rowCount && batch == context.train.rowCount
        && context.plan.l1 == 0
      let evidence = [
        CheckResult.Evidence(
          "largest curvature", Wording.number(steepness), numbers: [steepness]),
        CheckResult.Evidence("largest learning rate", Wording.number(bound), numbers: [bound]),
      ]
      guard ratio > context.limit(Thresholds.learningRate) else {
        var finding = Finding.passed(
          "the learning rate is \(Wording.percent(ratio)) of the largest that converges",
          value: ratio)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: isProof ? .stop : .warning,
        message: "learning rate \(Wording.number(context.plan.optimizer.learningRate)) "
          + "\(isProof ? "diverges" : "may diverge"): steps converge below "
          + Wording.number(bound),
        value: ratio, evidence: evidence,
        causes: ["training.optimizer.learning_rate is too high", "inputs that are not scaled"],
        remedy: "lower training.optimizer.learning_rate below \(Wording.number(bound)), or set "
          + "preprocessing.scale: standard")
    })
}

/// Which linear rule an optimizer follows, read off two of its steps.
private struct Momentum {
  /// The largest product of learning rate and curvature that converges.
  let bound: Double

  /// nil when its steps are not proportional to the gradient, or found by a search.
  init?(of optimizer: any Optimizer) {
    guard let rule = optimizer.withoutDecay().method.stepRule else { return nil }
    func steps(gradient: Double) -> (first: Double, second: Double) {
      var state = OptimizerState<Double>(bufferCount: rule.bufferCount, parameterCount: 1)
      var point = [0.0]
      rule.step(&point, gradient: [gradient], learningRate: 1, state: &state)
      let first = point[0]
      rule.step(&point, gradient: [gradient], learningRate: 1, state: &state)
      return (first, point[0] - first)
    }
    let one = steps(gradient: 1)
    let two = steps(gradient: 2)
    guard abs(two.first - 2 * one.first) < 1e-9, abs(two.second - 2 * one.second) < 1e-9 else {
      return nil
    }
    if abs(one.first + 1) < 1e-9 {
      let β = -one.second - 1
      bound = 2 * (1 + β)
    } else {
      let β = -one.first - 1
      bound = (2 + 2 * β) / (1 + 2 * β)
    }
  }
}

/// The largest eigenvalue of the objective's second derivative where training starts.
///
/// For squared errors the second derivative is the same everywhere.
private func largestCurvature(of problem: any GradientProblem, seed: UInt64) -> Double? {
  let point = problem.initialParameters
  let start = problem.lossAndGradient(at: point).gradient
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 1)
  var direction = point.map { _ in generator.normal() }
  var value: Double?
  for _ in 0..<40 {
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else { return value }
    direction = direction.map { $0 / length }
    let h = 1e-4
    let moved = zip(point, direction).map { $0 + h * $1 }
    let gradient = problem.lossAndGradient(at: moved).gradient
    let product = zip(gradient, start).map { ($0 - $1) / h }
    value = zip(product, direction).reduce(0) { $0 + $1.0 * $1.1 }
    direction = product
  }
  return value
}
