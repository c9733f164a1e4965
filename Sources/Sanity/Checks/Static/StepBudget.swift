import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let reach = Threshold(
    "SS11", 0.1, "distance the weights can move, relative to their size")
}

extension CheckEntry {
  static let stepBudget = CheckEntry(
    code: "SS11", title: "enough steps to move the weights", stage: .static, worst: .warn,
    summary: "The budget of steps can change the weights noticeably.",
    formula: "length of the path that the budget allows / root mean square of the initial "
      + "weights: Σ rate · 1 for optimizers that normalize their steps, Σ rate · rms of the "
      + "initial gradient / (1 − β) for the others; below the threshold",
    threshold: .reach,
    source: "own; the HNE and HDB mutations of DeepCrime",
    knownFalseAlarms: "fine-tuning of weights that are nearly right: it never stops a run",
    cost: "shares the forward and backward pass of SI01",
    body: .before { context in
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) chooses its step sizes itself")
      }
      guard !context.recipe.isConvex, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the model starts at zero, or has no finite loss there")
      }
      let weights = state.problem.layout.tensors.filter { $0.shape.count == 2 }.flatMap {
        $0.offset..<($0.offset + $0.count)
      }
      func rms(_ values: [Double]) -> Double {
        weights.map { values[$0] }.rootMeanSquare
      }
      let size = rms(state.problem.initialParameters)
      guard size > 0 else { return .notApplicable("all weights start at zero: see SI15") }
      let count = context.plannedStepCount
      let perEpoch = context.stepsPerEpoch
      let sampled = Array(0..<count).evenly(200)
      let factors = sampled.map {
        context.plan.schedule.factor(at: $0, of: count, stepsPerEpoch: perEpoch)
      }
      let meanFactor = factors.isEmpty ? 0 : factors.mean
      let probe = OptimizerProbe(context.plan.optimizer)
      let stepSize = probe.momentum.map { rms(state.gradient) / max(1e-3, 1 - $0) } ?? 1
      let path = context.plan.optimizer.learningRate * meanFactor * Double(count) * stepSize
      let reach = path / size
      guard reach < context.limit(.reach) else {
        return .passed(
          "\(NumberFormat.count(count, "step")) can move the weights \(NumberFormat.number(reach)) times "
            + "their size", value: reach)
      }
      return Finding(
        verdict: .warning,
        message: "\(NumberFormat.count(count, "step")) can move the weights by "
          + "\(NumberFormat.percent(reach)) of their size at most: too little to learn much",
        value: reach,
        evidence: [
          .scores(
            "path and size", ["length of the path": path, "root mean square of the weights": size])
        ],
        // Hundreds of steps are enough for any rate that suits the model.
        causes: count < 200
          ? [
            "training.epochs or training.steps too few",
            "training.optimizer.learning_rate is too low", "training.batch_size too large",
          ]
          : [
            "training.optimizer.learning_rate is too low",
            "training.epochs or training.steps too few",
          ],
        remedy: "train longer, or raise training.optimizer.learning_rate")
    })
}
