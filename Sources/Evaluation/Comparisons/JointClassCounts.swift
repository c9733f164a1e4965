/// How many rows there are of each true class, candidate's class and baseline's class.
struct JointClassCounts {
  let classCount: Int
  /// The kinds of rows that occur.
  private let cells: [Cell]
  private let counts: [Int]

  private struct Cell: Hashable {
    let truth: Int
    let candidate: Int
    let baseline: Int
  }

  init(candidate: Predictions, baseline: Predictions) {
    classCount = candidate.classCount
    let truth = candidate.trueClasses
    let first = candidate.predictedClasses
    let second = baseline.predictedClasses
    let count = classCount
    // One code per kind, so that the kinds come in an order that does not hang on hashing.
    var codes = (0..<truth.count).map { (truth[$0] * count + first[$0]) * count + second[$0] }
    codes.sort()
    var cells: [Cell] = []
    var counts: [Int] = []
    var last = -1
    for code in codes {
      if code != last {
        cells.append(
          Cell(
            truth: code / (count * count), candidate: code / count % count,
            baseline: code % count))
        counts.append(0)
        last = code
      }
      counts[counts.count - 1] += 1
    }
    self.cells = cells
    self.counts = counts
  }

  /// The difference that a function of the confusion counts makes between the two.
  func bootstrap(
    observed: Double, direction: Direction, resampling: Resampling,
    _ function: @escaping (ClassCounts) -> Double?
  ) -> BootstrapDistribution {
    let (cells, classCount) = (cells, classCount)
    let none = [Double](repeating: 0, count: classCount * classCount)
    let value: ([Double]) -> Double? = { drawn in
      var candidate = ClassCounts(classCount: classCount, cells: none)
      var baseline = ClassCounts(classCount: classCount, cells: none)
      for i in 0..<cells.count {
        candidate.cells[cells[i].truth * classCount + cells[i].candidate] += drawn[i]
        baseline.cells[cells[i].truth * classCount + cells[i].baseline] += drawn[i]
      }
      guard let a = function(candidate), let b = function(baseline) else { return nil }
      return direction.difference(a, b)
    }
    return CountStatistic(
      counts: counts, places: Array(counts.indices), placeCount: counts.count, values: [value]
    ).bootstraps(observed: [observed], resampling: resampling)[0]
  }
}
