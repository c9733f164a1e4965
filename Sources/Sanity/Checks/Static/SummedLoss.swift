import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let classWeights = Threshold(
    "SS13", 100, "largest class weight over the smallest")
}

extension CheckEntry {
  static let summedLoss = CheckEntry(
    code: "SS13", title: "loss averaged over the batch", stage: .static, worst: .warn,
    summary: "Losses are averaged over the batch, and class weights are of similar size.",
    formula: "reduction sum: it multiplies the learning rate by the number of rows of the "
      + "batch; class weights whose largest is more than the threshold times the smallest",
    threshold: .classWeights,
    source: "TheDeepChecker, reduction of the loss",
    knownFalseAlarms: "a learning rate that was chosen for the sum: it never stops a run",
    cost: "none",
    body: .before { context in
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      let plan = context.plan
      let batch = plan.rowsPerStep(of: context.train.rowCount)
      if plan.reduction == .sum, batch > 1 {
        let rate = plan.optimizer.learningRate * Double(batch)
        return Finding(
          verdict: .warning,
          message: "losses are summed over \(NumberFormat.count(batch)) rows: a learning rate of "
            + "\(NumberFormat.number(plan.optimizer.learningRate)) counts as \(NumberFormat.number(rate))",
          value: Double(batch), evidence: [.text(title: "reduction", text: "sum")],
          causes: ["training.reduction: sum"], remedy: "training.reduction: mean",
          edits: [SpecEdit(.reduction, "mean")])
      }
      if case .perClass(let weights) = plan.classWeights, let least = weights.min(),
        let most = weights.max(), most > 0
      {
        let ratio = least > 0 ? most / least : .infinity
        guard ratio > context.limit(.classWeights) else {
          return .passed("losses are averaged", value: ratio)
        }
        return Finding(
          verdict: .warning,
          message: "one class weighs \(NumberFormat.number(ratio)) times as much as another",
          value: ratio,
          evidence: [.curve(title: "class weights", series: "by class", values: weights)],
          causes: ["training.class_weights"], remedy: "training.class_weights: balanced",
          edits: [SpecEdit(.classWeights, "balanced")])
      }
      return .passed("losses are averaged", value: 1)
    })
}
