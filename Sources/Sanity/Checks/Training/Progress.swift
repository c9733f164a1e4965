import Evaluation
import Findings
import Foundation
import Learning
import LinearAlgebra
import Text

extension Threshold {
  static let progress = Threshold(
    "ST03", 3,
    "standard errors by which the train loss must lie below that of the prior or mean predictor")
}

extension CheckEntry {
  static let progress = CheckEntry(
    code: "ST03", title: "learned more than a constant prediction", stage: .training, worst: .stop,
    summary: "On its own training rows the model beats the class frequencies or the mean.",
    formula: "after the training: mean over train rows of (loss of the prior or mean predictor "
      + "− loss of the model), in standard errors, below the threshold warns; during it, after "
      + "a tenth of the steps and at least 200: two windows that are worse than 1.1 times that "
      + "predictor by as many standard errors and do not fall, when none was ever better, stop "
      + "at once",
    threshold: .progress,
    source:
      "AUTOTRAINER and SageMaker Debugger test any decrease; here a constant prediction is the reference",
    knownFalseAlarms: "targets that no input predicts, or regularization that legitimately "
      + "leaves nothing: those only warn",
    cost: "one prediction of at most 10,000 train rows",
    body: .after { context in
      if context.isDiverged { return .notApplicable("the training diverged") }
      if let reason = context.stopReason(of: Threshold.progress.code) {
        return Finding(
          verdict: .stop, message: reason, evidence: [context.lossCurve],
          causes: [
            "training.optimizer.learning_rate is too high", "a loss that does not fit the output",
          ],
          remedy: "lower training.optimizer.learning_rate; look at SO01 and SI18")
      }
      let rows = context.train.rows(at: Array(0..<context.train.rowCount).evenly(10_000))
      guard rows.rowCount >= 10 else { return .notApplicable("fewer than 10 train rows") }
      let outputs = context.outcome.model.outputs(for: rows.inputs)
      let gain = ConstantGain(
        outputs: outputs, targets: rows.targets,
        weights: context.lossWeights(of: rows.targets, rows.weights),
        prior: ConstantPrediction(
          context.train.targets,
          weights: context.lossWeights(of: context.train.targets, context.train.weights)))
      guard let gain else { return .notApplicable("the target does not vary") }
      guard gain.score < context.limit(.progress) else {
        return .passed(
          "train loss \(NumberFormat.number(gain.loss)), of a constant prediction "
            + NumberFormat.number(gain.constantLoss), value: gain.score)
      }
      return Finding(
        verdict: .warning,
        message: "train loss \(NumberFormat.number(gain.loss)) is not significantly better than a "
          + "constant prediction's, \(NumberFormat.number(gain.constantLoss))", value: gain.score,
        evidence: [context.lossCurve],
        causes: [
          "too few steps", "a learning rate that decays too early",
          "regularization that leaves nothing", "inputs that do not predict the target",
        ],
        remedy: "train longer, or check training.schedule and the regularization")
    })
}

extension AfterContext {
  /// The weights of rows in the loss that was trained: with those of the classes, since these move
  /// the probabilities away from the class frequencies; nil for equal weights.
  func lossWeights(of targets: Targets, _ weights: [Double]?) -> [Double]? {
    guard case .classes(let classes, _) = targets,
      let factors = plan?.classWeights.factors(for: train)
    else { return weights }
    return classes.enumerated().map { factors[$0.element] * (weights?[$0.offset] ?? 1) }
  }
}

/// The gain of a model over a constant prediction, row by row.
struct ConstantGain {
  let loss: Double
  let constantLoss: Double
  /// The mean gain in its standard errors; infinite for a gain without variance.
  let score: Double

  /// nil when the prior predictor has no loss.
  ///
  /// - Parameter weights: Those of the rows; nil for equal weights.
  init?(outputs: Matrix, targets: Targets, weights: [Double]?, prior: ConstantPrediction) {
    var own: [Double] = []
    var constant: [Double] = []
    switch (targets, prior) {
    case (.classes(let classes, _), .frequencies(let shares)):
      for (i, row) in classes.enumerated() {
        own.append(-log(max(outputs.storage[i * outputs.columnCount + row], 1e-15)))
        constant.append(-log(shares[row]))
      }
    case (.values(let values), .mean(let mean)):
      for (i, value) in values.enumerated() {
        own.append((outputs.storage[i] - value) * (outputs.storage[i] - value))
        constant.append((mean - value) * (mean - value))
      }
    default: return nil
    }
    let gains = zip(constant, own).map { $0 - $1 }
    loss = own.mean(weights: weights)
    constantLoss = constant.mean(weights: weights)
    guard constantLoss > 1e-12 else { return nil }
    let (mean, error) = (gains.mean(weights: weights), gains.standardError(weights: weights))
    score = loss.isNaN ? -.infinity : error > 0 ? mean / error : mean > 0 ? .infinity : 0
  }
}

/// What a predictor that ignores the inputs says of every row, from the training rows.
enum ConstantPrediction: Sendable {
  case frequencies([Double])
  case mean(Double)

  /// The mean of a model's own outputs.
  init(meanOf outputs: Matrix, task: Targets) {
    let n = Double(max(1, outputs.rowCount))
    let means = (0..<outputs.columnCount).map { j in outputs.column(j).reduce(0, +) / n }
    switch task {
    case .values: self = .mean(means.first ?? 0)
    case .classes: self = .frequencies(means.map { max($0, 1e-15) })
    }
  }

  init(of train: TrainingSet) {
    self.init(train.targets, weights: train.weights)
  }

  init(_ targets: Targets, weights: [Double]?) {
    switch targets {
    case .values(let values):
      self = .mean(values.isEmpty ? 0 : values.mean(weights: weights))
    case .classes(let classes, let classCount):
      let totals = classes.totals(of: classCount, weights: weights)
      let total = weights?.reduce(0, +) ?? Double(classes.count)
      // Half a row for a class without one, so that its logarithm exists.
      self = .frequencies(totals.map { max($0, 0.5) / total })
    }
  }
}
