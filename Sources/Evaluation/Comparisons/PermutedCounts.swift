/// The confusion counts of two systems under permutations of the rows that they classify differently.
struct PermutedCounts {
  let permutations: PairedPermutations
  private let classCount: Int
  /// The counts that no permutation changes: of rows that both systems classify alike.
  private let shared: ClassCounts
  private let cells: [Cell]

  /// Rows of one true class that one system gives to one class and the other system to another.
  private struct Cell {
    let first: Int
    let second: Int
    let total: Double
    /// Under each permutation, the weight of the rows that the candidate gives to the first class minus
    /// that of the rows it gives to the second.
    let balances: [Double]
  }

  init(_ pair: PairedPredictions, resampling: Resampling) {
    let classCount = pair.candidate.classCount
    let truth = pair.candidate.trueClasses
    let ours = pair.candidate.predictedClasses
    let theirs = pair.baseline.predictedClasses
    let weights = pair.candidate.weights
    var shared = ClassCounts(
      classCount: classCount, cells: [Double](repeating: 0, count: classCount * classCount))
    // Signed weights by true class, smaller and greater class.
    var groups = [Int: [Double]]()
    var differingCount = 0
    for row in truth.indices {
      let weight = weights?[row] ?? 1
      let start = truth[row] * classCount
      if ours[row] == theirs[row] {
        shared.cells[start + ours[row]] += weight
      } else {
        let (low, high) = (min(ours[row], theirs[row]), max(ours[row], theirs[row]))
        groups[(start + low) * classCount + high, default: []]
          .append(ours[row] == low ? weight : -weight)
        differingCount += 1
      }
    }
    let permutations = PairedPermutations(rowCount: differingCount, resampling: resampling)
    var place = 0
    cells = groups.keys.sorted().map { code in
      let signed = groups[code] ?? []
      let start = permutations.start(after: place)
      place = start + signed.count
      let first = code / classCount
      return Cell(
        first: first, second: first - first % classCount + code % classCount,
        total: signed.reduce(0) { $0 + $1.magnitude },
        balances: permutations.signedSums(signed, from: start))
    }
    self.permutations = permutations
    self.classCount = classCount
    self.shared = shared
  }

  /// The candidate's value minus the baseline's under each permutation; nil where one has none.
  func differences(_ function: (ClassCounts) -> Double?) -> [Double?] {
    (0..<permutations.count).map { permutation in
      var (ours, theirs) = (shared, shared)
      for cell in cells {
        let more = (cell.total + cell.balances[permutation]) / 2
        let less = (cell.total - cell.balances[permutation]) / 2
        ours.cells[cell.first] += more
        ours.cells[cell.second] += less
        theirs.cells[cell.first] += less
        theirs.cells[cell.second] += more
      }
      guard let a = function(ours), let b = function(theirs) else { return nil }
      return a - b
    }
  }
}
