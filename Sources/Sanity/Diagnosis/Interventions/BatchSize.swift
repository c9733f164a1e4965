import Learning
import Schema
import Text

extension Intervention {
  static let batchSize = Intervention(
    name: "batch_size", summary: "Takes batches of 32 rows.", noun: "batch size", blame: .byClues,
    isSeenOnSubset: { _ in false },
    clues: { spec in
      guard spec.gate.isTrainedBySteps, spec.batchIsChosen else { return [] }
      let n = spec.gate.train.rowCount
      let rows = spec.gate.plan.rowsPerStep(of: n)
      let steps = spec.gate.plannedStepCount
      if rows <= 2, n > 2 {
        return [.strong("a step uses the gradient of \(NumberFormat.count(rows, "row"))")]
      }
      if rows == n, n > 64, steps < Self.fewSteps {
        return [.strong("full-batch steps leave \(NumberFormat.count(steps, "step")) in all")]
      }
      return []
    },
    candidates: { spec in
      guard spec.batchIsChosen else { return [] }
      let path = SettingPath.batchSize
      let n = spec.gate.train.rowCount
      let rows = spec.gate.plan.rowsPerStep(of: n)
      guard n > 64, rows != 32, rows <= 2 || rows == n else { return [] }
      return [
        [
          spec.candidate(
            path, to: "32",
            rows <= 2
              ? "\(path) is too small for the learning rate" : "\(path) leaves too few steps")
        ]
      ]
    })

  /// The least number of steps that usually trains a model.
  static let fewSteps = 100
}

extension DiagnosisContext {
  /// Whether the optimizer uses the batch size of the spec.
  fileprivate var batchIsChosen: Bool {
    if case .fullBatch = gate.plan.optimizer.method { false } else { true }
  }
}
