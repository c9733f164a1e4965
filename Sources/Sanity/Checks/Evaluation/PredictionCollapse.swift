import Evaluation
import Learning
import LinearAlgebra

extension CheckEntry {
  static let predictionCollapse = CheckEntry(
    code: "SE12", title: "predictions differ between rows", stage: .evaluation, worst: .warn,
    summary: "The model does not say the same of every row.",
    formula: "share of rows with the commonest predicted class, where the commonest true class "
      + "has less than 95 %; numbers: variance of predictions below 1e-6 of the target's",
    threshold: Thresholds.collapse,
    source: "Karpathy 2019, input-independent baseline; mode collapse in AUTOTRAINER",
    knownFalseAlarms: "weak signals, where one class is rightly the best guess for every row: it "
      + "never stops a run",
    cost: "one pass over the predictions",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 20 else {
        return .notApplicable("fewer than 20 rows that were not trained on")
      }
      let n = Double(predictions.rowCount)
      let causes = ["units that died", "regularisers that leave nothing", "too few steps"]
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
        guard share >= context.limit(Thresholds.collapse), prior < Thresholds.collapsePrior.value
        else { return .passed("several classes are predicted", value: share) }
        let name = counts.firstIndex(of: counts.max() ?? 0).map { index in
          predictions.classNames.indices.contains(index)
            ? predictions.classNames[index] : String(index)
        }
        return Finding(
          verdict: .warning,
          message: (share == 1
            ? "every row is" : "\(Wording.percent(share)) of the rows are")
            + " predicted as \"\(name ?? "")\"; the commonest class has \(Wording.percent(prior))",
          value: share, causes: causes,
          remedy: remedy)
      case .values(let values):
        let ratio = variance(predictions.outputs.storage) / variance(values)
        guard ratio < Thresholds.collapseVariance.value else {
          return Finding(
            verdict: .passed, message: "predictions vary", value: ratio,
            threshold: Thresholds.collapseVariance.value)
        }
        return Finding(
          verdict: .warning, message: "the same number is predicted for every row", value: ratio,
          threshold: Thresholds.collapseVariance.value, causes: causes, remedy: remedy)
      }
    })
}

private func variance(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(max(1, values.count))
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
}
