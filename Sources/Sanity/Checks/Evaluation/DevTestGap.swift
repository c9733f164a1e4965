import Evaluation
import Findings
import Foundation
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let devTestGap = Threshold(
    "SE05", 3, "standard errors between test and dev loss")
}

extension CheckEntry {
  static let devTestGap = CheckEntry(
    code: "SE05", title: "test as good as dev", stage: .evaluation, worst: .warn,
    summary: "The test rows are predicted about as well as the dev rows.",
    formula: "(mean loss on test − on dev) / standard error of the difference above the threshold; "
      + "log loss for classes, squared error for numbers",
    threshold: .devTestGap,
    source: "selection on dev is the commonest leak in tables (2,047 data sets, 2026)",
    knownFalseAlarms: "test rows of another time or place are harder: it never stops a run",
    cost: "one pass over the predictions",
    body: .after { context in
      guard let test = context.predictions, let dev = context.devPredictions,
        test.rowCount >= 30, dev.rowCount >= 30
      else { return .notApplicable("there are fewer than 30 dev or test rows") }
      let a = test.rowLosses
      let b = dev.rowLosses
      let (testMean, devMean) = (a.mean(weights: test.weights), b.mean(weights: dev.weights))
      let error = (varianceOfMean(a, test.weights) + varianceOfMean(b, dev.weights)).squareRoot()
      let score = error > 0 ? (testMean - devMean) / error : 0
      let text =
        "loss on test \(NumberFormat.number(testMean)), on dev \(NumberFormat.number(devMean))"
      guard score > context.limit(.devTestGap) else { return .passed(text, value: score) }
      return Finding(
        verdict: .warning,
        message: "\(text): \(NumberFormat.number(score)) standard errors worse",
        value: score, evidence: [.scores("losses", ["test": testMean, "dev": devMean])],
        causes: [
          "dev rows that were used for model selection", "test rows of another time or place",
        ],
        remedy: "look at SD14 and SD15; report the test result")
    })
}

extension Predictions {
  /// Log loss of each row, or its squared error.
  fileprivate var rowLosses: [Double] {
    switch truth {
    case .values(let values):
      return values.indices.map {
        (outputs.storage[$0] - values[$0]) * (outputs.storage[$0] - values[$0])
      }
    case .classes(let classes):
      return classes.enumerated().map { i, own in
        -log(max(outputs.storage[i * outputs.columnCount + own], 1e-15))
      }
    }
  }
}

private func varianceOfMean(_ losses: [Double], _ weights: [Double]?) -> Double {
  guard let weights else { return losses.sampleVariance / Double(losses.count) }
  let error = losses.standardError(weights: weights)
  return error * error
}
