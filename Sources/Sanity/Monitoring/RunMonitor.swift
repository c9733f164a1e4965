import Findings
import Foundation
public import Learning
import LinearAlgebra
import Synchronization
import Text

/// A monitor that ends a full training that cannot succeed: divergence (ST02), a
/// loss that stays above the prior predictor's (ST03), outputs that no longer depend on the inputs
/// (ST12). Warnings are left to the checks after the training.
///
/// Each step costs a few additions; the outputs of a few rows are computed so rarely that this
/// adds at most 1 % to the operations of the training.
public final class RunMonitor: TrainingMonitor {
  private let limits: Limits
  private let probe: TrainingSet
  private let targetVariance: Double
  private let state: Mutex<State>

  struct Limits: Sendable {
    let divergence: Double
    let progress: Double
    let isDivergenceWaived: Bool
    let isProgressWaived: Bool
    let isCollapseWaived: Bool
    /// The loss of the prior predictor and the standard deviation of its rows' losses; nil where
    /// the training minimizes another loss (smoothed labels, weights).
    let prior: (loss: Double, deviation: Double)?
  }

  /// The state between two steps.
  struct State: Sendable, Codable {
    var history = TrainingHistory()
    var gradients = EvenSample(limit: 1_024)
    var parameters = EvenSample(limit: 1_024)
    var windowSum = 0.0
    var windowSteps = 0
    var windowRows = 0
    var best = Double.infinity
    var highWindows = 0
    var epochStartSum = StepSum()
    var epochEndSum = StepSum()
    var nextProbe = 0
  }

  /// The sum of the losses of some steps.
  struct StepSum: Sendable, Codable {
    var loss = 0.0
    var steps = 0

    var mean: Double { loss / Double(steps) }

    mutating func add(_ loss: Double) {
      self.loss += loss
      steps += 1
    }
  }

  /// A monitor of a training of these rows by this plan.
  ///
  /// - Parameter warmupSteps: steps before the learning rate reaches its peak.
  public init(
    train: TrainingSet, plan: TrainingPlan, settings: GateSettings = GateSettings()
  ) {
    let rows = train.rows(at: Array(0..<train.rowCount).evenly(64))
    probe = TrainingSet(inputs: rows.inputs, targets: rows.targets, rowIDs: rows.rowIDs)
    targetVariance = train.targets.variance
    limits = Limits(
      divergence: settings.value(of: .divergence),
      progress: settings.value(of: .progress),
      isDivergenceWaived: settings.waived[CheckEntry.lossDivergence.code] != nil,
      isProgressWaived: settings.waived[CheckEntry.progress.code] != nil,
      isCollapseWaived: settings.waived[CheckEntry.outputsDependOnInputs.code] != nil,
      prior: Self.prior(train, plan))
    state = Mutex(State())
  }

  /// The history so far.
  public var history: TrainingHistory {
    state.withLock { state in
      var history = state.history
      history.gradientNorms = state.gradients.values
      history.parameterNorms = state.parameters.values
      return history
    }
  }

  public func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason? {
    let reason = state.withLock { $0.take(step, limits) }
    if let reason { return reason }
    return collapse(at: step, model)
  }

  public func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason? {
    state.withLock { $0.endEpoch() }
    return nil
  }

  public func save(in checkpoint: inout TrainingCheckpoint) {
    checkpoint.save(state.withLock { $0 }, as: Self.memoryName)
  }

  public func restore(from checkpoint: TrainingCheckpoint) throws(CheckpointError) {
    let memory = try checkpoint.value(State.self, named: Self.memoryName)
    state.withLock { $0 = memory }
  }

  private static let memoryName = "monitor"

  /// Checks the outputs of the probe rows when due.
  private func collapse(at step: StepReport, _ model: () -> any FittedModel) -> StopReason? {
    guard !limits.isCollapseWaived, probe.rowCount >= 16, step.step >= step.grace else {
      return nil
    }
    let isDue = state.withLock { state in
      guard step.step >= state.nextProbe else { return false }
      // A forward pass costs a third of a step on a row; this adds at most 1 % of the work.
      let spacing = 100 * probe.rowCount / (3 * max(1, step.rowCount)) + 50
      state.nextProbe = step.step + max(spacing, step.stepCount / 20)
      return true
    }
    guard isDue else { return nil }
    let outputs = model().outputs(for: probe.inputs)
    let spread = outputs.largestColumnDeviation
    guard spread.isFinite else { return nil }
    switch probe.targets {
    case .values:
      let share = spread * spread / max(targetVariance, .leastNormalMagnitude)
      guard share < Threshold.collapseVariance.value else { return nil }
      return StopReason(
        check: CheckEntry.outputsDependOnInputs.code,
        reason: "after \(NumberFormat.count(step.step, "step")) the same number is predicted for "
          + "every row")
    case .classes:
      guard spread < Threshold.collapseSpread.value else { return nil }
      return StopReason(
        check: CheckEntry.outputsDependOnInputs.code,
        reason: "after \(NumberFormat.count(step.step, "step")) the probabilities of "
          + "\(NumberFormat.count(probe.rowCount, "row")) differ by \(NumberFormat.number(spread)): the "
          + "inputs no longer matter")
    }
  }

  private static func prior(
    _ train: TrainingSet, _ plan: TrainingPlan
  ) -> (loss: Double, deviation: Double)? {
    guard plan.labelSmoothing == 0, plan.classWeights == .none else { return nil }
    let loss =
      plan.loss == .auto
      ? OutputHead.canonicalLoss(of: train.task) : plan.loss
    return train.weights.map {
      LossFormula.priorWithDeviation(loss, targets: train.targets, weights: $0)
    } ?? LossFormula.priorWithDeviation(loss, targets: train.targets)
  }
}

extension StepReport {
  /// Steps before which a training is not judged: a tenth of the budget, at least 200.
  var grace: Int { max(200, stepCount / 10) }
}

extension RunMonitor.State {
  /// Records a step; a reason ends the training.
  mutating func take(_ step: StepReport, _ limits: RunMonitor.Limits) -> StopReason? {
    history.stepCount = step.step
    if history.firstLoss == nil { history.firstLoss = step.loss }
    if step.isClipped { history.clippedCount += 1 }
    gradients.add(step.gradientNorm)
    parameters.add(step.parameterNorm)
    let place = (step.step - 1) % step.stepsPerEpoch
    if 10 * place < step.stepsPerEpoch {
      epochStartSum.add(step.loss)
    }
    if 10 * (step.stepsPerEpoch - 1 - place) < step.stepsPerEpoch {
      epochEndSum.add(step.loss)
    }
    windowSum += step.loss
    windowSteps += 1
    windowRows += step.rowCount
    guard windowSteps >= 20, windowRows >= 256 || windowSteps >= 256 else { return nil }
    let mean = windowSum / Double(windowSteps)
    let rows = windowRows
    (windowSum, windowSteps, windowRows) = (0, 0, 0)
    history.windowSize = step.step / (history.windowLosses.count + 1)
    let before = history.windowLosses.last
    if history.windowLosses.count < 4_096 { history.windowLosses.append(mean) }
    defer { best = min(best, mean) }
    return divergence(mean, step, limits) ?? stagnation(mean, before, rows, step, limits)
  }

  /// ST02: three consecutive windows far above the initial and the best loss.
  private mutating func divergence(
    _ mean: Double, _ step: StepReport, _ limits: RunMonitor.Limits
  ) -> StopReason? {
    let start = max(history.firstLoss ?? 0, limits.prior?.loss ?? 0)
    let isHigh = mean > limits.divergence * start && (best == .infinity || mean > 3 * best)
    highWindows = isHigh ? highWindows + 1 : 0
    guard highWindows >= 3, !limits.isDivergenceWaived else { return nil }
    return StopReason(
      check: CheckEntry.lossDivergence.code,
      reason:
        "for \(NumberFormat.count(3 * 20, "step")) or more the loss is \(NumberFormat.number(mean)), "
        + "the initial loss was \(NumberFormat.number(history.firstLoss ?? .nan))")
  }

  /// ST03: after the grace period significantly worse than the prior predictor, and not falling.
  private func stagnation(
    _ mean: Double, _ before: Double?, _ rows: Int, _ step: StepReport,
    _ limits: RunMonitor.Limits
  ) -> StopReason? {
    guard step.step >= step.grace, !limits.isProgressWaived, let prior = limits.prior,
      let before, prior.loss > 0
    else { return nil }
    let error = prior.deviation / Double(rows).squareRoot()
    // A constant fitted by steps fluctuates about the best one, by up to a tenth.
    let limit = 1.1 * prior.loss + limits.progress * error
    guard mean > limit, before > limit, mean > 0.99 * before, best > prior.loss else { return nil }
    return StopReason(
      check: CheckEntry.progress.code,
      reason: "after \(NumberFormat.count(step.step, "step")) the train loss is "
        + "\(NumberFormat.number(mean)), that of the prior predictor \(NumberFormat.number(prior.loss))"
    )
  }

  mutating func endEpoch() {
    if epochStartSum.steps > 0, epochEndSum.steps > 0, history.epochStarts.count < 4_096 {
      history.epochStarts.append(epochStartSum.mean)
      history.epochEnds.append(epochEndSum.mean)
    }
    epochStartSum = RunMonitor.StepSum()
    epochEndSum = RunMonitor.StepSum()
  }
}

extension Targets {
  /// The variance of numbers; 0 for classes.
  fileprivate var variance: Double {
    guard case .values(let values) = self, !values.isEmpty else { return 0 }
    return values.variance
  }
}

extension Matrix {
  /// The largest standard deviation of a column.
  fileprivate var largestColumnDeviation: Double {
    rowCount == 0 ? 0 : (0..<columnCount).map { column($0).standardDeviation }.max() ?? 0
  }
}
