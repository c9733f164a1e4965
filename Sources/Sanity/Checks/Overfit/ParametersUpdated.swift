import Findings
import Learning
import Text

extension CheckEntry {
  static let parametersUpdated = CheckEntry(
    code: "SO04", title: "every tensor is updated", stage: .overfit, worst: .stop,
    summary: "Ten steps change each tensor that is not frozen, and no frozen one.",
    formula: "a tensor has the same bits after 1 step and after 11 on the subset; a frozen one "
      + "has its initial bits",
    source: "torchtest, assert_vars_change; SageMaker Debugger, UnchangedTensor",
    knownFalseAlarms: "the bias of a convex model may stay where its gradient cancels: only its "
      + "weights are examined",
    cost: "twelve steps on the subset",
    explanation: .candidateEdits,
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      let recipe = context.recipe.withoutRegularization()
      func model(steps: Int) throws -> (any FittedModel)? {
        var plan = context.plan.forOverfitting(
          stepLimit: steps, target: StepTarget(loss: -.infinity))
        plan.target = nil
        let attempt = try context.attempt(recipe, plan, on: context.subset)
        return attempt.isDiverged ? nil : attempt.outcome.model
      }
      let layout = context.initialState?.problem.layout
      let frozen = Set(layout?.tensors.filter { !$0.isTrained }.map(\.name) ?? [])
      guard let early = try model(steps: 1), let late = try model(steps: 11) else {
        return .notApplicable("the training diverges")
      }
      let start = frozen.isEmpty ? early : try model(steps: 0) ?? early
      let thawed = zip(start.tensors, late.tensors).filter { before, after in
        frozen.contains(before.name) && before != after
      }.map(\.0.name)
      guard thawed.isEmpty else { return .thawed(thawed) }
      let resting = zip(early.tensors, late.tensors).filter { before, after in
        before == after && before.values.count > 0 && !frozen.contains(before.name)
          && !(context.recipe.isConvex && before.shape.count < 2)
      }.map(\.0.name)
      guard !resting.isEmpty else {
        return .passed(
          frozen.isEmpty ? "every tensor is updated" : "every tensor but those frozen is updated",
          value: 0)
      }
      return Finding(
        verdict: .stop,
        message: "ten steps do not change \(Quoting.list(resting))",
        value: Double(resting.count), threshold: 0,
        evidence: [.names("tensors", resting)],
        causes: [
          "training.optimizer.learning_rate is below what the precision can add",
          "no gradient reaches them",
        ],
        remedy: "raise training.optimizer.learning_rate; see SI08")
    })
}

extension Finding {
  fileprivate static func thawed(_ names: [String]) -> Finding {
    Finding(
      verdict: .stop,
      message: "steps change \(Quoting.list(names)), which model.frozen names",
      value: Double(names.count), threshold: 0,
      evidence: [.names("tensors", names)],
      causes: ["a mistake in the training loop, not in the spec"],
      remedy: "report it with the spec")
  }
}
