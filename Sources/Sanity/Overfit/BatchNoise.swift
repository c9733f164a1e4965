import Foundation
import Learning
import LinearAlgebra
import Schema
import Synchronization

/// The cost of batch noise: the differences among the models of late steps
/// in their loss on held-out rows.
struct BatchNoise: Sendable {
  let stepCount: Int
  /// Losses on held-out train rows: of the prior predictor, the mean over late models, and of the mean
  /// of their predictions.
  let prior: Double
  let loss: Double
  let lossOfMean: Double

  /// The fraction of the averaged prediction's gain over the prior predictor that one model misses.
  ///
  /// **Source** the loss is convex in the predictions, so the mean of several is never worse
  /// (Jensen 1906; Polyak and Juditsky 1992 for stochastic gradient descent).
  var missedShare: Double {
    let gain = prior - lossOfMean
    return gain > 0 ? (loss - lossOfMean) / gain : loss > prior ? .infinity : 0
  }

  /// The limits of multiplications and of steps of the trial.
  private static let operationLimit = 5e7
  private static let stepLimit = 4_000
  private static let modelCount = 20

  /// nil where the training fails or diverges.
  ///
  /// The learning rate is that of the end of the full training, whose noise no later step averages out.
  init?(_ context: GateContext) throws {
    let train = context.train
    let planned = context.plannedStepCount
    let parameters = context.initialState?.problem.layout.parameterCount ?? Int.max
    let rowsPerStep = context.plan.rowsPerStep(of: train.rowCount)
    let affordable = Self.operationLimit / (6 * Double(parameters) * Double(rowsPerStep))
    let steps = min(planned, Self.stepLimit, Int(min(affordable, 1e9)))
    guard steps >= 10 * Self.modelCount else { return nil }
    let factor = context.plan.schedule.factor(
      at: planned - 1, of: planned, stepsPerEpoch: context.stepsPerEpoch)
    var plan = context.plan
    plan.schedule = FixedRateSchedule(factor: factor)
    plan.budget = .steps(steps)
    plan.earlyStopping = nil
    plan.target = nil
    let fitted = train.rows(at: (0..<train.rowCount).filter { $0 % 4 != 3 })
    let heldOut = train.rows(
      at: stride(from: 3, to: train.rowCount, by: 4).map { $0 }.evenly(300))
    let watch = LateOutputsMonitor(
      from: steps - steps / 4, every: max(1, steps / 4 / Self.modelCount)
    ) {
      $0.outputs(for: heldOut.inputs)
    }
    guard
      let outcome = try? context.recipe.fitted(
        to: fitted, dev: nil, plan: plan,
        context: TrainingContext(monitor: watch, isCancelled: context.isCancelled))
    else { return nil }
    if case .cancelled = outcome.ending { throw CancellationError() }
    let loss: LossKind = context.task == .regression ? .meanSquaredError : .crossEntropy
    let outputs = watch.outputs
    guard outputs.count >= 5, let mean = outputs.mean,
      let ofMean = LossFormula.mean(loss, outputs: mean, targets: heldOut.targets),
      let prior = LossFormula.prior(loss, targets: heldOut.targets)
    else { return nil }
    let losses = outputs.compactMap {
      LossFormula.mean(loss, outputs: $0, targets: heldOut.targets)
    }
    self.loss = losses.mean
    stepCount = outcome.stepCount
    lossOfMean = ofMean
    self.prior = prior
    guard self.loss.isFinite, ofMean.isFinite else { return nil }
  }

  init(stepCount: Int, prior: Double, loss: Double, lossOfMean: Double) {
    self.stepCount = stepCount
    self.prior = prior
    self.loss = loss
    self.lossOfMean = lossOfMean
  }
}

/// A schedule held at the rate of one step.
private struct FixedRateSchedule: Schedule {
  let factor: Double

  var kind: String { "same_factor" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double { factor }
}

extension [Matrix] {
  /// Element by element; nil for none.
  fileprivate var mean: Matrix? {
    guard var sum = first else { return nil }
    for matrix in dropFirst() {
      for i in sum.storage.indices { sum.storage[i] += matrix.storage[i] }
    }
    for i in sum.storage.indices { sum.storage[i] /= Double(count) }
    return sum
  }
}

/// Records the outputs of some late models of a training.
private final class LateOutputsMonitor: TrainingMonitor {
  private let first: Int
  private let period: Int
  private let ask: @Sendable (any FittedModel) -> Matrix
  private let kept = Mutex<[Matrix]>([])

  var outputs: [Matrix] { kept.withLock { $0 } }

  init(from first: Int, every period: Int, ask: @escaping @Sendable (any FittedModel) -> Matrix) {
    self.first = first
    self.period = period
    self.ask = ask
  }

  func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason? {
    guard step.step >= first, (step.step - first) % period == 0 else { return nil }
    let outputs = ask(model())
    kept.withLock { $0.append(outputs) }
    return nil
  }

  func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason? { nil }
}
