import Findings
import Foundation
import Learning
import LinearAlgebra

/// One training on the subset and its diagnostics.
struct SubsetAttempt: Sendable {
  let outcome: TrainingOutcome
  /// Training loss before the first step and after the last.
  let startLoss: Double
  let endLoss: Double
  /// Of the model's predictions on the subset.
  let accuracy: Double
  /// The mean loss by its formula, from the predictions; nil where they do not determine it.
  let formulaLoss: Double?
  /// The mean loss of the prior predictor; nil where it is not determined.
  let priorLoss: Double?
  /// Whether every step used the subset's rows and no others; nil for solvers, which have no steps.
  let usesSameRows: Bool?

  private static let window = 25

  init(outcome: TrainingOutcome, subset: OverfitSubset, loss: LossKind) {
    let outputs = outcome.model.outputs(for: subset.rows.inputs)
    self.outcome = outcome
    accuracy = LossFormula.accuracy(outputs: outputs, targets: subset.rows.targets)
    formulaLoss = LossFormula.mean(loss, outputs: outputs, targets: subset.rows.targets)
    priorLoss = LossFormula.prior(loss, targets: subset.rows.targets)
    startLoss = outcome.stepLosses.first ?? .nan
    if case .diverged(_, let loss, _) = outcome.ending {
      endLoss = loss
    } else {
      // A solver's own losses may count penalties.
      let last = outcome.stepLosses.last
      endLoss = (outcome.isTrainedBySteps ? last ?? formulaLoss : formulaLoss ?? last) ?? .nan
    }
    usesSameRows =
      outcome.isTrainedBySteps && outcome.stepCount > 0
      ? outcome.constantRowIDs?.sorted() == subset.rows.rowIDs.sorted() : nil
  }

  var isDiverged: Bool {
    if case .diverged = outcome.ending { true } else { !endLoss.isFinite }
  }

  func meets(_ goal: SubsetGoal) -> Bool {
    guard !isDiverged, accuracy >= goal.accuracy - 1e-12 else { return false }
    if case .targetReached = outcome.ending { return true }
    return endLoss <= goal.target.loss
  }

  /// Whether the final loss exceeds the initial loss by more than rounding.
  var hasRisen: Bool { endLoss > startLoss + 0.01 * abs(startLoss) }

  /// The relative reduction of the loss above `least`.
  ///
  /// Once the loss falls below the prior predictor's, only the reduction below that counts:
  /// ignoring the inputs is not learning.
  func lossReduction(above least: Double) -> Double {
    var origin = startLoss
    if let priorLoss, endLoss < 1.05 * priorLoss, priorLoss > least {
      origin = min(origin, priorLoss)
    }
    guard origin - least > 0, endLoss.isFinite else { return 0 }
    return (origin - endLoss) / (origin - least)
  }

  /// The relative reduction of the loss above `least` in the last 25 steps; 0 when it no longer falls.
  ///
  /// Compares one window of 25 steps with the next. An oscillating loss may rise over these and fall
  /// overall: then the smaller reduction over the last eighths and the last quarters of all steps
  /// counts, if it is larger.
  func recentFall(above least: Double) -> Double {
    let short = lossReduction(above: least, over: Self.window)
    let eighth = outcome.stepLosses.count / 8
    guard eighth > Self.window, swings(over: eighth) else { return short }
    let long = [eighth, 2 * eighth].map { window in
      1 - pow(1 - lossReduction(above: least, over: window), Double(Self.window) / Double(window))
    }
    return max(short, min(long[0], long[1]))
  }

  /// Whether at least a quarter of the last steps raised the loss.
  private func swings(over window: Int) -> Bool {
    let losses = outcome.stepLosses.suffix(window)
    return 4 * zip(losses, losses.dropFirst()).count { $0 < $1 } >= window
  }

  /// The relative reduction of the mean loss above `least` from the window before the last to the last.
  private func lossReduction(above least: Double, over window: Int) -> Double {
    let losses = outcome.stepLosses
    guard losses.count >= 2 * window, endLoss.isFinite else { return 0 }
    let last = losses.suffix(window).mean - least
    let before = losses.dropLast(window).suffix(window).mean - least
    guard before > 0, last < before else { return 0 }
    return 1 - max(0, last) / before
  }

  /// The fraction of the loss above `least` that would remain after so many steps in all, if it
  /// kept falling at the rate of the last steps.
  func projectedRest(above least: Double, after stepCount: Int) -> Double {
    let rate = log1p(-min(recentFall(above: least), 1 - 1e-9)) / Double(Self.window)
    let further = Double(max(0, stepCount - outcome.stepCount))
    return (1 - lossReduction(above: least)) * exp(rate * further)
  }

  /// At most 200 of the losses, evenly chosen, for a plot; `run` names the change of the pipeline.
  func losses(run: String?) -> Evidence {
    let steps = Array(outcome.stepLosses.indices).evenly(200)
    return .subsetLosses(run: run, steps: steps, values: steps.map { outcome.stepLosses[$0] })
  }

  /// The step in which a parameter overflowed while the loss, which counts no penalty, was finite.
  var unseenOverflow: Int? {
    if case .diverged(let step, let loss, _) = outcome.ending, loss.isFinite { step } else { nil }
  }
}
