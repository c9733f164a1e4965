import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let descent = Threshold(
    "SO03", 0.1, "deviation of the measured descent from the predicted one")
}

extension CheckEntry {
  static let firstStepDescends = CheckEntry(
    code: "SO03", title: "the first step descends", stage: .overfit, worst: .stop,
    summary: "Along the optimizer's first step the loss falls as the gradient predicts.",
    formula: "(L(w + εd) − L(w)) / (ε g·d) with d the first step, without decay, and g the "
      + "gradient: 1 is right, below 0 stops; another deviation above the threshold warns",
    threshold: .descent,
    source: "first-order condition; finds flipped signs and gradients of another loss",
    knownFalseAlarms: "an initial state exactly on a kink: several ε are tried, and only an "
      + "increase stops",
    cost: "one gradient and five forward passes",
    explanation: .faultyUpdate,
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.isTrainedBySteps,
        let problem = context.plainProblem(on: context.subset.rows)
      else { return .notApplicable("solved, not trained by steps") }
      let point = problem.initialParameters
      let (loss, gradient) = problem.lossAndGradient(at: point)
      guard let optimizer = context.plan.optimizer.withoutDecay().method.stepRule else {
        return .notApplicable("\(context.plan.optimizer.kind) searches for a descent itself")
      }
      var state = OptimizerState<Double>(
        bufferCount: optimizer.bufferCount, parameterCount: point.count)
      var moved = [Double](repeating: 0, count: point.count)
      optimizer.step(
        &moved, gradient: gradient, learningRate: optimizer.learningRate, state: &state)
      let directionalDerivative = zip(gradient, moved).reduce(0) { $0 + $1.0 * $1.1 }
      let length = moved.norm
      let steepness = gradient.norm
      guard loss.isFinite, steepness > 1e-9, length > 0, length.isFinite else {
        return .notApplicable("there is no step to examine")
      }
      let size = max(1, point.norm)
      var best = -Double.infinity
      for share in [1e-2, 1e-3, 1e-4, 1e-5, 1e-6] {
        let ε = share * size / length
        let there = problem.loss(at: zip(point, moved).map { $0 + ε * $1 })
        // In units of what the step should gain; its sign is that of a descent.
        let ratio = (there - loss) / -(ε * abs(directionalDerivative))
        if abs(ratio - 1) < abs(best - 1) { best = ratio }
      }
      if directionalDerivative > 0 { best = -abs(best) }
      guard abs(best - 1) > context.limit(.descent) else {
        return .passed("the first step descends as predicted", value: best)
      }
      let evidence = [Evidence.number(title: "ratio", value: best)]
      guard best >= 0 else {
        return Finding(
          verdict: .stop, message: "the first step ascends: the loss rises along it", value: best,
          evidence: evidence,
          causes: ["a mistake in the optimizer or the gradient, not in the spec"],
          remedy: "report it with the spec")
      }
      return Finding(
        verdict: .warning,
        message: "the first step gains \(NumberFormat.number(best)) of what the gradient predicts",
        value: best, evidence: evidence,
        causes: ["initial weights on a kink of the loss", "a gradient of another loss"],
        remedy: "look at SI10")
    })
}
