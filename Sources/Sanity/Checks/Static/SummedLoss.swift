import Learning

extension CheckEntry {
  static let summedLoss = CheckEntry(
    code: "SS13", title: "a step that does not grow with the batch", stage: .static, worst: .warn,
    summary: "Losses are averaged over the batch, and classes weigh about alike.",
    formula: "reduction sum: the learning rate counts as many times as the batch has rows; class "
      + "weights whose largest is more than the threshold times the smallest",
    threshold: Thresholds.classWeights,
    source: "TheDeepChecker, reduction of the loss",
    knownFalseAlarms: "a learning rate that was made for the sum: it never stops a run",
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
          message: "losses are summed over \(Wording.count(batch)) rows: a learning rate of "
            + "\(Wording.number(plan.optimizer.learningRate)) counts as \(Wording.number(rate))",
          value: Double(batch), evidence: [.init("reduction", "sum", numbers: [Double(batch)])],
          causes: ["training.reduction: sum"], remedy: "training.reduction: mean")
      }
      if case .perClass(let weights) = plan.classWeights, let least = weights.min(),
        let most = weights.max(), most > 0
      {
        let ratio = least > 0 ? most / least : .infinity
        guard ratio > context.limit(Thresholds.classWeights) else {
          return .passed("losses are averaged", value: ratio)
        }
        return Finding(
          verdict: .warning,
          message: "one class weighs \(Wording.number(ratio)) times as much as another",
          value: ratio, evidence: [.init("class weights", "by class", numbers: weights)],
          causes: ["training.class_weights"], remedy: "training.class_weights: balanced")
      }
      return .passed("losses are averaged", value: 1)
    })
}
