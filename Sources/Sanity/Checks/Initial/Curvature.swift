import Findings
import Learning
import LinearAlgebra
import Randomness
import Text

extension Threshold {
  fileprivate static let learningRate = Threshold(
    "SI18", 1, "learning rate over the largest one that converges")
}

extension CheckEntry {
  static let curvature = CheckEntry(
    code: "SI18", title: "learning rate compared with curvature", stage: .initial, worst: .stop,
    summary: "Gradient steps of a linear model are short enough to converge.",
    formula: "learning rate / (2(1+β)/λ), or (2+2β)/((1+2β)λ) for Nesterov momentum, with λ the "
      + "largest curvature of the objective by power iteration and β the momentum; above 1, "
      + "squared errors on the full batch provably diverge: it stops; otherwise it warns",
    threshold: .learningRate,
    source: "Polyak 1964; Damian, Nichani and Lee 2022 for the tightness of the bound",
    knownFalseAlarms: "batches and other losses may converge beyond the bound: then it only warns",
    cost: "40 gradients on at most 2,000 rows",
    explanation: .candidateEdits,
    body: .before { context in
      guard context.recipe.isConvex else { return .notApplicable("the model is not linear") }
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) chooses its step sizes itself")
      }
      guard let bound = OptimizerProbe(context.plan.optimizer).bound else {
        return .notApplicable("\(context.plan.optimizer.kind) adapts its steps to the gradient")
      }
      let positions = Array(0..<context.train.rowCount).evenly(2_000)
      let rows = context.train.rows(at: positions)
      var plan = context.plan
      plan.reduction = .mean
      guard let problem = context.recipe.gradientProblem(on: rows, plan: plan),
        let curvature = largestCurvature(of: problem, seed: context.seed), curvature > 0
      else { return .notApplicable("the objective has no curvature") }
      // A sum over a batch is multiplied by the number of rows of the batch.
      let batch = context.plan.rowsPerStep(of: context.train.rowCount)
      let steepness = context.plan.reduction == .sum ? curvature * Double(batch) : curvature
      let largestRate = bound / steepness
      let ratio = context.plan.optimizer.learningRate / largestRate
      let isProof =
        context.loss == .meanSquaredError && context.plan.clipNorm == nil
        && positions.count == context.train.rowCount && batch == context.train.rowCount
        && context.plan.l1 == 0
      let certificate =
        "rate · curvature = \(NumberFormat.number(context.plan.optimizer.learningRate * steepness)), "
        + (isProof
          ? "\(ratio > 1 ? "above" : "below") \(NumberFormat.number(bound)): errors along the steepest "
            + "direction \(ratio > 1 ? "grow without bound" : "decay, as along all others")"
          : "against \(NumberFormat.number(bound)): proven for squared errors on the full batch only")
      let evidence = [
        Evidence.text(title: "certificate", text: certificate),
        .number(title: "largest curvature", value: steepness),
        .number(title: "largest learning rate", value: largestRate),
      ]
      guard ratio > context.limit(.learningRate) else {
        var finding = Finding.passed(
          "the learning rate is \(NumberFormat.percent(ratio)) of the largest that converges",
          value: ratio)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: isProof ? .stop : .warning,
        message: "learning rate \(NumberFormat.number(context.plan.optimizer.learningRate)) "
          + "\(isProof ? "diverges" : "may diverge"): steps converge below "
          + NumberFormat.number(largestRate),
        value: ratio, evidence: evidence,
        causes: ["training.optimizer.learning_rate is too high", "inputs that are not scaled"],
        remedy:
          "lower training.optimizer.learning_rate below \(NumberFormat.number(largestRate)), or set "
          + "preprocessing.scale: standard")
    })
}

/// The largest eigenvalue of the objective's Hessian at the initial weights.
///
/// For squared errors the Hessian is the same everywhere.
private func largestCurvature(of problem: any GradientProblem, seed: UInt64) -> Double? {
  let point = problem.initialParameters
  let start = problem.lossAndGradient(at: point).gradient
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 1)
  var direction = point.map { _ in generator.normal() }
  var value: Double?
  for _ in 0..<40 {
    let length = direction.norm
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
