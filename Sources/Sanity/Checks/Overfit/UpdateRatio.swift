import Findings
import Foundation
import Learning
import LinearAlgebra
import Synchronization
import Text

extension Threshold {
  fileprivate static let updateRatio = Threshold(
    "SO12", 0.1, "change of the weights in a step, relative to their size")
  fileprivate static let updateFloor = Threshold.fixed(
    "SO12", 1e-5, "the same, below which weights hardly change")
}

extension CheckEntry {
  static let updateRatio = CheckEntry(
    code: "SO12", title: "relative size of a step", stage: .overfit, worst: .warn,
    summary: "A step changes the weights by about a thousandth of their size.",
    formula: "‖w(t + 1) − w(t)‖ / ‖w(t)‖ of the weights, without biases, median over steps 5 to "
      + "50 on the subset; above the threshold or below 1e-5",
    threshold: .updateRatio,
    fixedLimits: [.updateFloor],
    source: "CS231n, ratio of updates to weights; SageMaker Debugger's [1e-8, 10] finds nothing",
    knownFalseAlarms: "steps near convergence are small: only those before the goal of SO01 "
      + "count; it never stops a run",
    cost: "50 steps on the subset",
    body: .before { context in
      guard context.isTrainFinite, context.isTrainedBySteps else {
        return .notApplicable("not trained by steps")
      }
      guard !context.recipe.isConvex else {
        return .notApplicable("convex: SI18 judges the learning rate")
      }
      let monitor = UpdateSizes(start: context.start?.model.weights ?? [])
      let goal = SubsetGoal(
        subset: context.subset, loss: context.loss, settings: context.settings)
      let plan = context.plan.forOverfitting(stepLimit: 50, target: goal.target)
      _ = try? context.recipe.withoutRegularization().fitted(
        to: context.subset.rows, dev: nil, plan: plan,
        context: TrainingContext(monitor: monitor, isCancelled: context.isCancelled))
      if context.isCancelled() { throw CancellationError() }
      let ratios = monitor.ratios.filter(\.isFinite).sorted()
      guard ratios.count >= 3 else { return .notApplicable("too few steps to measure") }
      let median = ratios[ratios.count / 2]
      let evidence = [Evidence.curve(title: "ratio by step", series: "sorted", values: ratios)]
      let floor = Threshold.updateFloor.value
      guard median > context.limit(.updateRatio) || median < floor else {
        var finding = Finding.passed(
          "a step changes the weights by \(NumberFormat.number(median)) of their size",
          value: median)
        finding.evidence = evidence
        return finding
      }
      let isLarge = median > floor
      // Steps that are small because the first ones were too large need not be larger.
      if !isLarge, let trial = try? context.trial(), case .fails = trial.verdict,
        monitor.largestEarly > context.limit(.updateRatio)
          || trial.attempt.isDiverged || trial.attempt.hasRisen
      {
        return .notApplicable(
          "SO01 failed: the first steps changed the weights by "
            + "\(NumberFormat.number(monitor.largestEarly)) of their size, and hardly since")
      }
      return Finding(
        verdict: .warning,
        message: "a step changes the weights by \(NumberFormat.number(median)) of their size, "
          + (isLarge ? "more" : "less") + " than is useful",
        value: median, threshold: isLarge ? nil : floor, evidence: evidence,
        causes: ["training.optimizer.learning_rate is too \(isLarge ? "high" : "low")"],
        remedy: "\(isLarge ? "lower" : "raise") training.optimizer.learning_rate")
    })
}

/// Measures how far steps move the weights: those from 5 on, and the largest before.
private final class UpdateSizes: TrainingMonitor {
  private struct State {
    var last: [Double] = []
    var ratios: [Double] = []
    var largestEarly = 0.0
  }

  private let state = Mutex(State())

  var ratios: [Double] { state.withLock { $0.ratios } }
  var largestEarly: Double { state.withLock { $0.largestEarly } }

  init(start: [Double]) { state.withLock { $0.last = start } }

  func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason? {
    let weights = model().weights
    state.withLock { state in
      if state.last.count == weights.count {
        let move = zip(weights, state.last).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let size = state.last.sumOfSquares
        let ratio = size > 0 ? (move / size).squareRoot() : 0
        if step.step < 5 {
          if !(ratio <= state.largestEarly) { state.largestEarly = ratio }
        } else if size > 0 {
          state.ratios.append(ratio)
        }
      }
      state.last = weights
    }
    return nil
  }

  func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason? { nil }
}

extension FittedModel {
  /// The weights of all layers, without biases.
  fileprivate var weights: [Double] {
    tensors.filter { $0.shape.count == 2 }.flatMap { tensor in
      switch tensor.values {
      case .single(let values): values.map(Double.init)
      case .double(let values): values
      }
    }
  }
}
