internal import CKernels

/// Some coordinates of an elastic net with their own part of its Gram matrix side by side, so that a
/// step costs as many operations as there are coordinates in the set.
///
/// A set that grows, as along falling penalties, gathers only what is new.
///
/// **Objective** ½·wᵀGw − cᵀw + l1·Σ |w_j| + ½·l2·Σ w_j²
public struct CoordinateWorkingSet: Sendable {
  /// In the order in which they came.
  public private(set) var columns: [Int] = []
  private var isMember: [Bool]
  /// The rows and columns of G that belong to `columns`, rows `capacity` apart.
  private var part: [Double] = []
  private var capacity = 0

  /// An empty set of `count` coordinates.
  public init(of count: Int) {
    isMember = [Bool](repeating: false, count: count)
  }

  /// Takes in coordinates; those it has already stay unless they are too many to keep.
  ///
  /// **Shapes** gram [p, p] symmetric, the same at each call
  public mutating func cover(_ wanted: [Int], of gram: Matrix) {
    let p = gram.columnCount
    guard gram.rowCount == p, isMember.count == p else {
      shapeMismatch("working set", expected: [isMember.count], found: [gram.rowCount, p])
    }
    var added = wanted.filter { !isMember[$0] }
    // More than half of them for nothing: from the start.
    if columns.count + added.count > 2 * wanted.count + 16 {
      for column in columns { isMember[column] = false }
      columns = []
      added = wanted
    }
    let first = columns.count
    let count = first + added.count
    if count > capacity { grow(to: min(p, max(64, count + count / 2))) }
    columns += added
    for column in added { isMember[column] = true }
    part.withUnsafeMutableBufferPointer { part in
      gram.storage.withUnsafeBufferPointer { gram in
        for i in first..<count {
          let row = columns[i] * p
          for j in 0..<count {
            let value = gram[row + columns[j]]
            part[i * capacity + j] = value
            part[j * capacity + i] = value
          }
        }
      }
    }
  }

  /// Sweeps over the coordinates of the set until none moves by more than `smallest`, or `limit`
  /// times, all others held. The descent of the others stay as they were.
  ///
  /// **Shapes** weights, descent [p]; descent c − G·w on entry, and those of the set on return
  public func settle(
    weights: inout [Double], descent: inout [Double], l1: Double, l2: Double, smallest: Double,
    limit: Int
  ) -> (sweepCount: Int, isSettled: Bool) {
    guard weights.count == isMember.count, descent.count == isMember.count else {
      shapeMismatch(
        "coordinate sweep", expected: [isMember.count], found: [weights.count, descent.count])
    }
    var ownWeights = columns.map { weights[$0] }
    var ownDescent = columns.map { descent[$0] }
    var sweepCount = 0
    var isSettled = false
    while !isSettled, sweepCount < limit {
      let moved = kernel_coordinate_sweep(
        columns.count, part, capacity, l1, l2, &ownWeights, &ownDescent)
      isSettled = moved <= smallest
      sweepCount += 1
    }
    for (position, column) in columns.enumerated() {
      weights[column] = ownWeights[position]
      descent[column] = ownDescent[position]
    }
    return (sweepCount, isSettled)
  }

  private mutating func grow(to larger: Int) {
    var grown = [Double](repeating: 0, count: larger * larger)
    for i in columns.indices {
      for j in columns.indices { grown[i * larger + j] = part[i * capacity + j] }
    }
    part = grown
    capacity = larger
  }
}
