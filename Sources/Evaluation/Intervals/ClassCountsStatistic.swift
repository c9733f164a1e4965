/// A function of the confusion counts, computed from rows with weights.
///
/// Without weights the counts themselves are resampled (`CountStatistic`), which costs less.
struct ClassCountsStatistic: RowStatistic {
  let rowWeights: [Double]?
  private let classCount: Int
  /// The cell of the confusion counts that each row belongs to, [n].
  private let cells: [Int]
  private let function: (ClassCounts) -> Double?

  init(_ predictions: Predictions, _ function: @escaping (ClassCounts) -> Double?) {
    let classCount = predictions.classCount
    cells = zip(predictions.trueClasses, predictions.predictedClasses).map {
      $0 * classCount + $1
    }
    self.classCount = classCount
    rowWeights = predictions.weights
    self.function = function
  }

  var rowCount: Int { cells.count }

  func value(weights: [Double]) -> Double? {
    var counts = [Double](repeating: 0, count: classCount * classCount)
    for i in 0..<cells.count { counts[cells[i]] += weights[i] }
    return function(ClassCounts(classCount: classCount, cells: counts))
  }

  var jackknife: [Double]? { jackknifeByWeights }
}
