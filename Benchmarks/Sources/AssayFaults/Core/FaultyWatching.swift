import Learning
import LinearAlgebra

/// What is wrong with the metric that early stopping watches.
enum FaultyWatching: Sendable {
  /// Takes the likeliest row of each class for the likeliest class of each row.
  case overColumns
  /// Takes the worst for the best.
  case upsideDown
}

extension TrainingPlan {
  func watching(_ fault: FaultyWatching) -> TrainingPlan {
    guard let stopping = earlyStopping else { return self }
    let metric = stopping.metric
    var plan = self
    let faulty: DevMetric =
      switch fault {
      case .upsideDown:
        DevMetric(
          name: metric.name, isHigherBetter: !metric.isHigherBetter, value: metric.value)
      case .overColumns:
        DevMetric(name: "accuracy", isHigherBetter: true, value: overColumns)
      }
    plan.earlyStopping = EarlyStopping(metric: faulty, patience: stopping.patience)
    return plan
  }
}

/// The share of columns whose likeliest row has, modulo the classes, the column's number.
private func overColumns(_ outputs: Matrix) -> Double {
  let k = outputs.columnCount
  let right = (0..<k).count { j in
    let column = outputs.column(j)
    return (column.indices.max { column[$0] < column[$1] } ?? 0) % k == j
  }
  return Double(right) / Double(max(1, k))
}
