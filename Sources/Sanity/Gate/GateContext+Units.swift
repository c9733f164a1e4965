import Datasets
import Learning

extension GateContext {
  /// The targets of rows as messages show them: numbers in the unit of the data, not scaled for
  /// training.
  func ownTargets(of rows: TrainingSet) -> Targets {
    guard case .values = rows.targets else { return rows.targets }
    return .values(dataset.targetValues(of: rows.rowIDs))
  }
}
