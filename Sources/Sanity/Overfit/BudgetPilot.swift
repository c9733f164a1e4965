import Foundation
import Learning
import LinearAlgebra
import Schema

/// The whole training of the spec, and one with four times its steps, on a part of the train rows.
struct BudgetPilot: Sendable {
  let stepCount: Int
  let fittedRowCount: Int
  let heldOutCount: Int
  /// Losses on held-out train rows: of the prior predictor, after the budget, after four times it.
  let prior: Double
  let loss: Double
  let longerLoss: Double
  /// The paired gain of the longer training, in standard errors.
  let score: Double

  /// The fraction of the longer training's gain over the prior predictor that the budget misses.
  var missedShare: Double {
    let gain = prior - longerLoss
    return gain > 0 ? (loss - longerLoss) / gain : 0
  }

  static let factor = 4
  /// Multiplications of all pilots together.
  private static let operationLimit = 3e9

  /// The multiplications that a pilot would need.
  struct Extent {
    let fitted: [Int]
    let heldOut: [Int]
    let stepCount: Int
    let batchSize: Int
  }

  /// nil where it would exceed the budget of the gate.
  static func extent(_ context: GateContext) -> Extent? {
    let n = context.train.rowCount
    let steps = context.plannedStepCount
    let batch = context.plan.rowsPerStep(of: n)
    let parameters = Double(context.initialState?.problem.layout.parameterCount ?? Int.max)
    let perRow = 6 * parameters * Double(steps) * Double(1 + factor)
    let heldOut = stride(from: 3, to: n, by: 4).map { $0 }
    var fitted = (0..<n).filter { $0 % 4 != 3 }
    let isWhole = batch >= n
    if isWhole {
      // Full-batch steps are similar with fewer rows.
      let affordable = Int(min(Double(n), operationLimit / max(1, perRow)))
      guard affordable >= min(128, fitted.count) else { return nil }
      fitted = fitted.evenly(affordable)
    } else if perRow * Double(batch) > operationLimit {
      return nil
    }
    return Extent(
      fitted: fitted, heldOut: heldOut.evenly(500), stepCount: steps,
      batchSize: isWhole ? Int.max : context.plan.batchSize)
  }

  /// Cross-entropy or squared error of each row.
  fileprivate static func rowLosses(_ outputs: Matrix, _ targets: Targets) -> [Double] {
    switch targets {
    case .values(let values):
      return values.enumerated().map { i, value in
        (outputs.storage[i] - value) * (outputs.storage[i] - value)
      }
    case .classes(let classes, _):
      let k = outputs.columnCount
      return classes.enumerated().map { i, own in -log(max(1e-7, outputs.storage[i * k + own])) }
    }
  }
}

extension BudgetPilot {
  /// nil where a training fails or diverges.
  init?(_ context: GateContext, _ extent: Extent) throws {
    let fitted = context.train.rows(at: extent.fitted)
    let heldOut = context.train.rows(at: extent.heldOut)
    func losses(_ steps: Int) throws -> [Double]? {
      var plan = context.plan
      plan.budget = .steps(steps)
      plan.batchSize = extent.batchSize
      plan.earlyStopping = nil
      plan.target = nil
      guard
        let outcome = try? context.recipe.fitted(
          to: fitted, dev: nil, plan: plan,
          context: TrainingContext(isCancelled: context.isCancelled))
      else { return nil }
      if case .cancelled = outcome.ending { throw CancellationError() }
      if case .diverged = outcome.ending { return nil }
      let losses = Self.rowLosses(outcome.model.outputs(for: heldOut.inputs), heldOut.targets)
      return losses.allSatisfy(\.isFinite) ? losses : nil
    }
    guard let own = try losses(extent.stepCount),
      let longer = try losses(Self.factor * extent.stepCount),
      let prior = LossFormula.prior(
        context.task == .regression ? .meanSquaredError : .crossEntropy,
        targets: heldOut.targets)
    else { return nil }
    let gain = MeanEstimate(zip(own, longer).map { $0 - $1 })
    stepCount = extent.stepCount
    fittedRowCount = extent.fitted.count
    heldOutCount = extent.heldOut.count
    self.prior = prior
    loss = MeanEstimate(own).mean
    longerLoss = MeanEstimate(longer).mean
    score = gain.standardError > 0 ? gain.mean / gain.standardError : 0
  }
}
