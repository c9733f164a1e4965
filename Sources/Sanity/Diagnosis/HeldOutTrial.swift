import Findings
import Foundation
import Learning
import LinearAlgebra

/// A part of the full training, with its regularizers, schedule and batches, evaluated on held-out
/// train rows.
struct HeldOutTrial: Sendable {
  /// The log loss or squared error of each row, divided by the mean loss of the prior predictor.
  let rowLosses: [Double]
  /// The weights of the rows; nil for equal weights.
  var weights: [Double]?
  let stepCount: Int

  /// The loss assigned to a diverged training, and the greatest one counted.
  static let worst = 10.0

  /// The mean loss: 1 for the prior predictor, 0 for a perfect fit.
  var loss: Double {
    let mean = rowLosses.mean(weights: weights)
    return mean.isFinite ? min(mean, Self.worst) : Self.worst
  }

  /// The improvement that a candidate must reach to be reported.
  struct Margin {
    /// The least gain, as a fraction of the prior predictor's loss.
    let gain: Double
    /// The least gain, as a fraction of the other training's loss.
    let share: Double
    let standardErrors: Double
    /// The increase in loss over the previous candidate at which a sequence ends.
    let patience: Double

    /// The margin for a candidate with a clue.
    static let clued = Margin(
      gain: 0.02, share: 0, standardErrors: 2, patience: Diagnostician.equivalenceMargin)
    /// The margin for one of many speculative candidates.
    static let speculative = Margin(
      gain: 0.02, share: 0.05, standardErrors: 2.5, patience: 0)
  }

  /// Whether the loss is lower by more than a margin, with a significant paired difference.
  func isSignificantlyBetter(than other: HeldOutTrial, by margin: Margin = .clued) -> Bool {
    let gain = other.loss - loss
    guard gain >= max(margin.gain, margin.share * other.loss) else { return false }
    // Capped, so that a single outlier cannot hide a difference that all other rows show.
    func capped(_ loss: Double) -> Double { loss.isFinite ? min(loss, Self.worst) : Self.worst }
    let differences = zip(other.rowLosses, rowLosses).map { capped($0) - capped($1) }
    return differences.mean(weights: weights)
      > margin.standardErrors * differences.standardError(weights: weights)
  }
}

extension HeldOutTrial {
  /// The losses of the outputs divided by that of the prior predictor fitted to the trained rows.
  ///
  /// **Shapes** outputs [n, 1] for numbers, [n, classCount] probabilities for classes
  init?(
    outputs: [Double], of evaluated: TrainingSet, after trained: TrainingSet, stepCount: Int
  ) {
    let losses: [Double]
    let priorLosses: [Double]
    switch (evaluated.targets, trained.targets) {
    case (.classes(let classes, let k), .classes):
      guard classes.allSatisfy({ $0 >= 0 && $0 < k }) else { return nil }
      losses = classes.enumerated().map { -log(max(1e-7, outputs[$0.offset * k + $0.element])) }
      // Half a row is added to each class, so that an unseen one has a positive probability.
      let frequencies = trained.classTotals.map { $0 + 0.5 }
      let total = frequencies.reduce(0, +)
      priorLosses = classes.map { -log(frequencies[$0] / total) }
    case (.values(let values), .values(let seen)):
      let mean = seen.isEmpty ? 0 : seen.mean(weights: trained.weights)
      losses = values.enumerated().map {
        (outputs[$0.offset] - $0.element) * (outputs[$0.offset] - $0.element)
      }
      priorLosses = values.map { ($0 - mean) * ($0 - mean) }
    default: return nil
    }
    let weights = evaluated.weights
    let priorLoss = weights.map { dot(priorLosses, $0) } ?? priorLosses.reduce(0, +)
    guard priorLoss > 0, !losses.isEmpty else { return nil }
    let scale = (weights?.reduce(0, +) ?? Double(losses.count)) / priorLoss
    self.init(rowLosses: losses.map { $0 * scale }, weights: weights, stepCount: stepCount)
  }
}

extension DiagnosisContext {
  /// The edited pipeline, trained on a part of the train rows within the budget's allowance.
  ///
  /// nil where the edits make no valid spec, the model is not trained by steps, or the whole
  /// training is needed and costs more.
  func heldOutTrial(
    of edits: [SpecEdit], on rows: HeldOutRows, needsWhole: Bool = false,
    _ budget: inout DiagnosisBudget
  ) throws -> HeldOutTrial? {
    if gate.isCancelled() { throw CancellationError() }
    guard let variant = try? variants.variant(edits) else { return nil }
    var plan = variant.plan
    let evaluated = try variant.rows(rows.evaluated)
    let batch = plan.rowsPerStep(of: rows.trained.count)
    let planned: Int =
      switch plan.budget {
      case .steps(let count): count
      case .epochs(let count): count * ((rows.trained.count - 1) / batch + 1)
      }
    let parameterCount =
      variant.recipe.gradientProblem(
        on: evaluated.rows(at: Array(0..<min(2, evaluated.rowCount))), plan: plan)?
      .layout.parameterCount ?? 0
    let perStep = DiagnosisBudget.step(parameterCount: parameterCount, rowCount: batch)
    let allowance = needsWhole ? budget.wholeAllowance : budget.allowance
    let steps = Int(min(Double(planned), max(1, allowance / perStep)))
    if steps < planned {
      guard !needsWhole else { return nil }
      plan.budget = .steps(steps)
    }
    // Prepares no more rows than the steps use.
    let (needed, overflows) = steps.multipliedReportingOverflow(by: batch)
    let ids = overflows ? rows.trained : Array(rows.trained.evenly(max(batch, needed)))
    let trained = try variant.rows(ids)
    guard NotFinite.first(in: trained) == nil, NotFinite.first(in: evaluated) == nil else {
      return nil
    }
    plan.earlyStopping = plan.earlyStopping.map {
      EarlyStopping(metric: .loss(on: evaluated), patience: $0.patience)
    }
    let outcome: TrainingOutcome
    do {
      outcome = try variant.recipe.fitted(
        to: trained, dev: evaluated, plan: plan,
        context: TrainingContext(isCancelled: gate.isCancelled))
    } catch { return nil }
    if case .cancelled = outcome.ending { throw CancellationError() }
    budget.count(operations: Double(max(1, outcome.stepCount)) * perStep)
    guard outcome.isTrainedBySteps else { return nil }
    if case .diverged(let step, _, _) = outcome.ending {
      return HeldOutTrial(
        rowLosses: [Double](repeating: .infinity, count: evaluated.rowCount),
        weights: evaluated.weights, stepCount: step)
    }
    return HeldOutTrial(
      outputs: outcome.model.outputs(for: evaluated.inputs).storage.array, of: evaluated,
      after: trained, stepCount: outcome.stepCount)
  }
}

extension DevMetric {
  /// Log loss or squared error on the held-out rows; the metric of the spec is bound to dev rows.
  fileprivate static func loss(on rows: TrainingSet) -> DevMetric {
    DevMetric(name: "loss", isHigherBetter: false) { outputs in
      HeldOutTrial(outputs: outputs.storage.array, of: rows, after: rows, stepCount: 0)?.loss
        ?? .nan
    }
  }
}
