import LinearAlgebra

/// For each row of a sample, the rows nearest to it by standardized inputs.
struct NearestRows: Sendable {
  /// The number of neighbours of each row.
  let count: Int
  /// The neighbours of row i stand at i · count.
  private let neighbours: [Int]

  /// nil when no input varies or there are too few rows.
  init?(inputs: Matrix, count: Int) {
    let n = inputs.rowCount
    guard n > count, let scaled = inputs.standardizedColumns else { return nil }
    let products = scaled.product(with: scaled.transposed).storage
    let squares = (0..<n).map { products[$0 * n + $0] }
    var found: [Int] = []
    found.reserveCapacity(n * count)
    var nearest = [(distance: Double, row: Int)]()
    nearest.reserveCapacity(count + 1)
    for i in 0..<n {
      nearest.removeAll(keepingCapacity: true)
      var farthest = Double.infinity
      let start = i * n
      for j in 0..<n {
        let distance = squares[j] - 2 * products[start + j]
        if distance >= farthest || j == i { continue }
        let place = nearest.firstIndex { $0.distance > distance } ?? nearest.count
        nearest.insert((distance, j), at: place)
        if nearest.count > count { nearest.removeLast() }
        if nearest.count == count { farthest = nearest[count - 1].distance }
      }
      found += nearest.map(\.row)
    }
    self.count = count
    neighbours = found
  }

  /// The mean of the neighbours' targets for each row.
  ///
  /// **Shapes** `targets` [n, k] → [n, k]
  func leaveOneOut(_ targets: Matrix) -> Matrix {
    let (n, k) = (targets.rowCount, targets.columnCount)
    var result = Matrix(rowCount: n, columnCount: k)
    for i in 0..<n {
      for neighbour in neighbours[(i * count)..<((i + 1) * count)] {
        for j in 0..<k {
          result.storage[i * k + j] += targets.storage[neighbour * k + j] / Double(count)
        }
      }
    }
    return result
  }
}
