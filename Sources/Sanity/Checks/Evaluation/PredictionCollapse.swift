import Evaluation
import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let collapse = Threshold(
    "SE12", 0.99, "fraction of rows with the same predicted class")
  fileprivate static let collapsePrior = Threshold.fixed(
    "SE12", 0.95, "frequency of the most frequent class above which a collapse is expected")
  static let collapseVariance = Threshold.fixed(
    "SE12", 1e-6, "variance of the predictions over the target's")
}

extension CheckEntry {
  static let predictionCollapse = CheckEntry(
    code: "SE12", title: "predictions differ between rows", stage: .evaluation, worst: .warn,
    summary: "The model does not predict the same for every row.",
    formula: "fraction of rows with the most frequent predicted class, where the most frequent "
      + "true class has less than 95 %; numbers: variance of predictions below 1e-6 of the "
      + "target's",
    threshold: .collapse,
    fixedLimits: [.collapsePrior, .collapseVariance],
    source: "Karpathy 2019, input-independent baseline; mode collapse in AUTOTRAINER",
    knownFalseAlarms: "weak signals, where one class is legitimately the best prediction for "
      + "every row: it never stops a run",
    cost: "one pass over the predictions",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 20 else {
        return .notApplicable("fewer than 20 rows that were not trained on")
      }
      let n = Double(predictions.rowCount)
      let causes = ["units that died", "regularization that leaves nothing", "too few steps"]
      let remedy = "look at the loss curve and at ST03"
      switch predictions.truth {
      case .classes(let classes):
        let k = predictions.outputs.columnCount
        let guesses = (0..<predictions.rowCount).map { i in
          let row = predictions.outputs.row(i)
          return row.indices.max { row[$0] < row[$1] } ?? 0
        }
        let counts = guesses.counts(of: k)
        let share = Double(counts.max() ?? 0) / n
        let prior = Double(classes.counts(of: k).max() ?? 0) / n
        guard share >= context.limit(.collapse), prior < Threshold.collapsePrior.value
        else { return .passed("several classes are predicted", value: share) }
        let name = counts.firstIndex(of: counts.max() ?? 0).map { index in
          predictions.classNames.indices.contains(index)
            ? predictions.classNames[index] : String(index)
        }
        return Finding(
          verdict: .warning,
          message: (share == 1
            ? "every row is" : "\(NumberFormat.percent(share)) of the rows are")
            + " predicted as \"\(name ?? "")\"; the most frequent class has \(NumberFormat.percent(prior))",
          value: share, causes: causes,
          remedy: remedy)
      case .values(let values):
        let ratio = predictions.outputs.storage.array.variance / values.variance
        guard ratio < Threshold.collapseVariance.value else {
          return Finding(
            verdict: .passed, message: "predictions vary", value: ratio,
            threshold: Threshold.collapseVariance.value)
        }
        return Finding(
          verdict: .warning, message: "the same number is predicted for every row", value: ratio,
          threshold: Threshold.collapseVariance.value, causes: causes, remedy: remedy)
      }
    })
}
