import Findings
import Foundation
import Learning
import LinearAlgebra

/// A part of the full training, regularisers, schedule and batches as they are, judged on train
/// rows that it did not see.
struct HeldOutTrial: Sendable {
  /// Log loss or squared error of each row, over the mean one of the best constant prediction.
  let rowLosses: [Double]
  let stepCount: Int

  /// No training counts as worse than this: one that diverged has no loss at all.
  static let worst = 10.0

  /// The mean loss: 1 for a constant, 0 for a perfect fit.
  var loss: Double {
    let mean = rowLosses.reduce(0, +) / Double(max(1, rowLosses.count))
    return mean.isFinite ? min(mean, Self.worst) : Self.worst
  }

  /// How much better a change must do to be told.
  struct Margin {
    /// Of the constant's loss.
    let gain: Double
    /// Of the other's loss.
    let share: Double
    let standardErrors: Double
    /// By how much a change may do worse than the smaller one before it, and the next is tried.
    let patience: Double

    /// Of what a clue speaks for.
    static let clued = Margin(
      gain: 0.02, share: 0, standardErrors: 2, patience: Diagnostician.sameLoss)
    /// Of one of many changes for which nothing speaks.
    static let unasked = Margin(
      gain: 0.02, share: 0.05, standardErrors: 2.5, patience: 0)
  }

  /// Whether the difference is more than a margin.
  func isSurelyBetter(than other: HeldOutTrial, by margin: Margin = .clued) -> Bool {
    let gain = other.loss - loss
    guard gain >= max(margin.gain, margin.share * other.loss) else { return false }
    // One wild row must not make the difference uncertain that all rows show.
    func capped(_ loss: Double) -> Double { loss.isFinite ? min(loss, Self.worst) : Self.worst }
    let differences = zip(other.rowLosses, rowLosses).map { capped($0) - capped($1) }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / n
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return mean > margin.standardErrors * (squares / max(1, n - 1) / n).squareRoot()
  }
}

extension HeldOutTrial {
  /// Losses of the outputs, over that of the constant that the trained rows suggest.
  ///
  /// **Shapes** outputs [n, 1] for numbers, [n, classCount] probabilities for classes
  init?(outputs: [Double], of judged: Targets, after trained: Targets, stepCount: Int) {
    let losses: [Double]
    let constant: Double
    switch (judged, trained) {
    case (.classes(let classes, let k), .classes(let seen, _)):
      guard classes.allSatisfy({ $0 >= 0 && $0 < k }) else { return nil }
      losses = classes.enumerated().map { -log(max(1e-7, outputs[$0.offset * k + $0.element])) }
      // Half a row more of each class, so that an unseen one is not impossible.
      let shares = seen.counts(of: k).map { Double($0) + 0.5 }
      let total = shares.reduce(0, +)
      constant = classes.reduce(0) { $0 - log(shares[$1] / total) }
    case (.values(let values), .values(let seen)):
      let mean = seen.reduce(0, +) / Double(max(1, seen.count))
      losses = values.enumerated().map {
        (outputs[$0.offset] - $0.element) * (outputs[$0.offset] - $0.element)
      }
      constant = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    default: return nil
    }
    guard constant > 0, !losses.isEmpty else { return nil }
    let scale = Double(losses.count) / constant
    self.init(rowLosses: losses.map { $0 * scale }, stepCount: stepCount)
  }
}

extension DiagnosisContext {
  /// Trains the edited pipeline on a part of the train rows, as far as the budget's allowance goes.
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
    let judged = try variant.rows(rows.judged)
    let batch = plan.rowsPerStep(of: rows.trained.count)
    let planned: Int =
      switch plan.budget {
      case .steps(let count): count
      case .epochs(let count): count * ((rows.trained.count - 1) / batch + 1)
      }
    let parameterCount =
      variant.recipe.gradientProblem(
        on: judged.rows(at: Array(0..<min(2, judged.rowCount))), plan: plan)?
      .layout.parameterCount ?? 0
    let perStep = DiagnosisBudget.step(parameterCount: parameterCount, rowCount: batch)
    let allowance = needsWhole ? budget.wholeAllowance : budget.allowance
    let steps = min(planned, max(1, Int(allowance / perStep)))
    if steps < planned {
      guard !needsWhole else { return nil }
      plan.budget = .steps(steps)
    }
    // No more rows are prepared than the steps can take.
    let (needed, overflows) = steps.multipliedReportingOverflow(by: batch)
    let ids = overflows ? rows.trained : Array(rows.trained.evenly(max(batch, needed)))
    let trained = try variant.rows(ids)
    guard NotFinite.first(in: trained) == nil, NotFinite.first(in: judged) == nil else {
      return nil
    }
    plan.earlyStopping = plan.earlyStopping.map {
      EarlyStopping(metric: .loss(on: judged.targets), patience: $0.patience)
    }
    let outcome: TrainingOutcome
    do {
      outcome = try variant.recipe.fitted(
        to: trained, dev: judged, plan: plan,
        context: TrainingContext(isCancelled: gate.isCancelled))
    } catch { return nil }
    if case .cancelled = outcome.ending { throw CancellationError() }
    budget.count(operations: Double(max(1, outcome.stepCount)) * perStep)
    guard outcome.isTrainedBySteps else { return nil }
    if case .diverged(let step, _, _) = outcome.ending {
      return HeldOutTrial(
        rowLosses: [Double](repeating: .infinity, count: judged.rowCount), stepCount: step)
    }
    return HeldOutTrial(
      outputs: outcome.model.outputs(for: judged.inputs).storage, of: judged.targets,
      after: trained.targets, stepCount: outcome.stepCount)
  }
}

extension DevMetric {
  /// Log loss or squared error on the held-out rows: the metric of the spec knows the dev rows.
  fileprivate static func loss(on targets: Targets) -> DevMetric {
    DevMetric(name: "loss", isHigherBetter: false) { outputs in
      HeldOutTrial(outputs: outputs.storage, of: targets, after: targets, stepCount: 0)?.loss
        ?? .nan
    }
  }
}
