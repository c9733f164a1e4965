import Foundation
import Learning
import LinearAlgebra

/// How a full training of a pipeline went, in two losses.
///
/// The reported loss is on the dev rows as the pipeline has them; the honest one on test rows that
/// no fault has touched. Either shows a fault: a leak makes the first too good, the second bad.
struct FullRun: Sendable {
  let reported: Double
  let honest: Double
  /// Losses of the prior predictor on the same rows.
  let reportedPrior: Double
  let honestPrior: Double
  let seconds: Double
  /// Why there is no model: the spec, the data or the core refused.
  let refusal: String?
  /// Whether it was the spec or the data.
  let isRefusedBeforeTraining: Bool

  /// A loss never counts for more than this many times the prior predictor's: a diverged run has no
  /// loss, and one wild row must not hide the other rows.
  static let worst = 10.0

  init(_ pipeline: Pipeline) {
    let ready: ReadyPipeline
    do { ready = try ReadyPipeline(pipeline) } catch {
      self.init(refusal: String(describing: error), isBeforeTraining: true)
      return
    }
    do {
      let start = ContinuousClock.now
      let outcome = try ready.recipe.fitted(
        to: ready.rows.train, dev: ready.rows.dev.rowCount > 0 ? ready.rows.dev : nil,
        plan: ready.plan, context: TrainingContext())
      self.init(ready, outcome, seconds: (ContinuousClock.now - start).inSeconds)
    } catch {
      self.init(refusal: String(describing: error), isBeforeTraining: false)
    }
  }

  init(_ ready: ReadyPipeline, _ outcome: TrainingOutcome, seconds: Double) {
    let isDiverged = if case .diverged = outcome.ending { true } else { false }
    func losses(_ rows: TrainingSet) -> (own: Double, prior: Double) {
      let prior = RowLosses.constant(for: rows.targets, from: ready.rows.train.targets)
      guard !isDiverged, rows.rowCount > 0 else { return (prior * Self.worst, prior) }
      let own = RowLosses.mean(outcome.model.outputs(for: rows.inputs), rows.targets)
      return (own.isFinite ? min(own, Self.worst * prior) : Self.worst * prior, prior)
    }
    (reported, reportedPrior) = losses(ready.rows.dev)
    (honest, honestPrior) = losses(ready.honest)
    self.seconds = seconds
    refusal = nil
    isRefusedBeforeTraining = false
  }

  private init(refusal: String, isBeforeTraining: Bool) {
    reported = .nan
    honest = .nan
    reportedPrior = .nan
    honestPrior = .nan
    seconds = 0
    self.refusal = refusal
    isRefusedBeforeTraining = isBeforeTraining
  }

  /// The gain over the prior predictor on honest rows, relative to its loss.
  var honestGain: Double { 1 - honest / honestPrior }
}

/// Losses of predictions by rows: log loss for classes, squared error for numbers.
enum RowLosses {
  static func mean(_ outputs: Matrix, _ targets: Targets) -> Double {
    let k = outputs.columnCount
    switch targets {
    case .classes(let classes, _):
      return classes.enumerated().reduce(0) { sum, row in
        let p = outputs.storage[row.offset * k + row.element]
        return sum - (p.isNaN ? -.infinity : log(max(1e-7, p)))
      } / Double(max(1, classes.count))
    case .values(let values):
      return values.enumerated().reduce(0) { sum, row in
        let error = outputs.storage[row.offset] - row.element
        return sum + error * error
      } / Double(max(1, values.count))
    }
  }

  /// The loss of train's class shares, or of its mean.
  static func constant(for targets: Targets, from train: Targets) -> Double {
    switch (targets, train) {
    case (.classes(let classes, let count), .classes(let all, _)):
      var shares = [Double](repeating: 0.5, count: count)
      for one in all where one >= 0 && one < count { shares[one] += 1 }
      let n = shares.reduce(0, +)
      return classes.reduce(0) { $0 - log(shares[$1] / n) } / Double(max(1, classes.count))
    case (.values(let values), .values(let all)):
      let mean = all.reduce(0, +) / Double(max(1, all.count))
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
    default: return .nan
    }
  }

  /// Share of rows whose likeliest class is right.
  static func accuracy(_ outputs: Matrix, _ targets: Targets) -> Double? {
    guard case .classes(let classes, _) = targets, !classes.isEmpty else { return nil }
    let k = outputs.columnCount
    let right = classes.enumerated().count { row in
      let own = outputs.storage[(row.offset * k)..<(row.offset * k + k)]
      return own.indices.max { own[$0] < own[$1] }.map { $0 - row.offset * k } == row.element
    }
    return Double(right) / Double(classes.count)
  }
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
