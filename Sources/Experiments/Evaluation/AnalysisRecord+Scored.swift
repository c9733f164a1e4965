import Datasets
import Evaluation
import Learning
import LinearAlgebra
import Runs
import Schema
import Text

extension AnalysisRecord {
  /// Where the model fails on the judged rows; nil where there are none.
  init?(
    _ scored: ScoredModel, _ data: PreparedData, _ plan: ExperimentPlan,
    keyExamples: [KeyExampleRecord]?
  ) {
    guard let part = scored.judged else { return nil }
    let predictions = part.predictions
    let divisions = Divisions(of: predictions, data.dataset)
    self.init(
      part: part.name, confusion: predictions.confusionMatrix,
      classes: predictions.classTable(level: plan.evaluation.intervalLevel).map(ClassRecord.init),
      scatter: Self.scatter(predictions),
      worst: Self.worst(part, data, limit: plan.evaluation.worstRowCount),
      slices: divisions.slices(plan.evaluation.slices, scored.estimator),
      protected: divisions.protected(plan.evaluation.protected, scored.estimator),
      keyExamples: keyExamples)
  }

  private static let scatterLimit = 2_000
  private static let cellLimit = 12

  private static func scatter(_ predictions: Predictions) -> [Pair] {
    guard case .values(let truth) = predictions.truth, !truth.isEmpty else { return [] }
    let count = min(truth.count, scatterLimit)
    return (0..<count).map { index in
      let row = index * truth.count / count
      return Pair(truth: truth[row], prediction: predictions.outputs[row, 0])
    }
  }

  private static func worst(
    _ part: PredictionsFile.Part, _ data: PreparedData, limit: Int
  ) -> [WorstRow] {
    let losses = part.predictions.rowLosses
    return part.predictions.worstRows(limit).map { position in
      let rowID = part.predictions.rowIDs[position]
      return WorstRow(
        row: part.rowNames[position], truth: part.predictions.truthText(position),
        prediction: part.predictions.predictionText(position), loss: losses[position],
        columns: data.dataset.schema.features.filter { $0.role != .drop }.prefix(cellLimit).map {
          WorstRow.Cell(
            name: $0.name, value: data.dataset.cellText(rowID: rowID, column: $0.name))
        })
    }
  }
}

extension Predictions {
  /// The true class or number of a position, as people read it.
  func truthText(_ position: Int) -> String {
    switch truth {
    case .values(let values): NumberFormat.exact(values[position])
    case .classes(let classes): classNames[classes[position]]
    }
  }

  /// The predicted class with its probability, or the predicted number.
  func predictionText(_ position: Int) -> String {
    guard task.isClassification else {
      return NumberFormat.trimmed(NumberFormat.significant(outputs[position, 0], 6))
    }
    let best = predictedClasses[position]
    return
      "\(classNames[best]) (\(NumberFormat.fixed(outputs[position, best] * 100, decimals: 1)) %)"
  }
}

extension AnalysisRecord.ClassRecord {
  init(_ report: ClassReport) {
    self.init(
      name: report.name, rowCount: report.support, precision: report.precision.value,
      recall: report.recall, f1: report.f1)
  }
}
