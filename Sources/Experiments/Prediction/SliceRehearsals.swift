import Learning
import Sanity
import Schema

/// Rehearsals of one training on some of its rows.
struct SliceRehearsals {
  let recipe: any ModelRecipe
  let train: TrainingSet
  let plan: TrainingPlan
  let settings: GateSettings

  struct Slice {
    let rowCount: Int
    let rehearsal: Rehearsal

    var course: SolveCourse { rehearsal.marks.course }
  }

  /// Nil where so few rows cannot be solved: a class may have none of them.
  func slice(of rowCount: Int, limitSeconds: Double) -> Slice? {
    guard
      let rehearsal = try? Rehearsal(
        recipe, train: train.slice(rowCount), dev: nil, plan: plan, settings: settings,
        limitSeconds: limitSeconds)
    else { return nil }
    return Slice(rowCount: rowCount, rehearsal: rehearsal)
  }

  /// The smallest slice that can be solved, of this many rows or more.
  func first(atLeast rowCount: Int, limitSeconds: Double) -> Slice? {
    var count = min(train.rowCount, rowCount)
    while true {
      if let slice = slice(of: count, limitSeconds: limitSeconds) { return slice }
      if count == train.rowCount { return nil }
      count = min(train.rowCount, 4 * count)
    }
  }
}

extension TrainingSet {
  /// So many of the rows, evenly spread, that weigh as much as all of them together: a penalty that
  /// goes by the rows' weight stays what it is.
  func slice(_ count: Int) -> TrainingSet {
    guard count < rowCount else { return self }
    let positions = (0..<count).map { $0 * rowCount / count }
    let rows = rows(at: positions)
    guard task.isClassification else { return rows }
    let factor = Double(rowCount) / Double(count)
    let weights = rows.weights?.map { $0 * factor } ?? Array(repeating: factor, count: count)
    return TrainingSet(
      inputs: rows.inputs, targets: rows.targets, weights: weights, rowIDs: rows.rowIDs)
  }
}
