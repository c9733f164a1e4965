/// The total weight of the rows by true and predicted class: without weights, their number.
struct ClassCounts: Sendable {
  let classCount: Int
  /// By true class, then by predicted class, [classCount · classCount].
  var cells: [Double]

  init(classCount: Int, cells: [Double]) {
    self.classCount = classCount
    self.cells = cells
  }

  init(_ predictions: Predictions) { self.init(predictions, weights: predictions.weights) }

  init(_ predictions: Predictions, weights: [Double]?) {
    let truth = predictions.trueClasses
    let predicted = predictions.predictedClasses
    let count = predictions.classCount
    var cells = [Double](repeating: 0, count: count * count)
    if let weights {
      for i in 0..<truth.count { cells[truth[i] * count + predicted[i]] += weights[i] }
    } else {
      for i in 0..<truth.count { cells[truth[i] * count + predicted[i]] += 1 }
    }
    self.init(classCount: count, cells: cells)
  }

  var total: Double { cells.reduce(0, +) }

  /// Rows of class `k` that are predicted as it.
  func hits(_ k: Int) -> Double { cells[k * classCount + k] }

  /// Rows of class `k`.
  func truthTotal(_ k: Int) -> Double {
    var sum = 0.0
    for j in 0..<classCount { sum += cells[k * classCount + j] }
    return sum
  }

  /// Rows given to class `k`.
  func predictedTotal(_ k: Int) -> Double {
    var sum = 0.0
    for i in 0..<classCount { sum += cells[i * classCount + k] }
    return sum
  }

  var hitTotal: Double {
    var sum = 0.0
    for k in 0..<classCount { sum += hits(k) }
    return sum
  }

  func recall(_ k: Int) -> Double? { ratio(hits(k), truthTotal(k)) }

  func precision(_ k: Int) -> Double? { ratio(hits(k), predictedTotal(k)) }

  /// 2 TP / (2 TP + FP + FN): defined as soon as the class is true or predicted anywhere.
  func f1(_ k: Int) -> Double? { ratio(2 * hits(k), truthTotal(k) + predictedTotal(k)) }

  /// The plain mean of one number per class; nil as soon as one class has none.
  func macro(_ part: (ClassCounts, Int) -> Double?) -> Double? {
    var sum = 0.0
    for k in 0..<classCount {
      guard let value = part(self, k) else { return nil }
      sum += value
    }
    return classCount > 0 ? sum / Double(classCount) : nil
  }
}

/// The quotient; nil where there is nothing to divide by.
func ratio(_ numerator: Double, _ denominator: Double) -> Double? {
  denominator == 0 ? nil : numerator / denominator
}
