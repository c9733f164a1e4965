import Learning
import LinearAlgebra
import Randomness

/// The few training rows a sound pipeline must be able to fit.
struct OverfitSubset: Sendable {
  let rows: TrainingSet
  /// The best possible metrics on these rows, given equal rows with different targets.
  let ceiling: ConflictCeiling
  /// Train rows set aside because an equal row has another target, which is in the majority.
  let setAsideCount: Int
  /// Whether no two rows agree in every input.
  let isDistinct: Bool

  /// Rows chosen earlier.
  init(rows: TrainingSet) {
    self.rows = rows
    let groups = RowGroups(of: rows.inputs)
    ceiling = ConflictCeiling(targets: rows.targets, weights: nil, groups: groups.members)
    setAsideCount = 0
    isDistinct = groups.groupCount == rows.rowCount
  }

  /// Chooses rows: spread over the targets, no two alike, in general position where there are
  /// enough such rows.
  ///
  /// - Parameters:
  ///   - requested: how many; nil takes 4 for each class within 16…64, or 32 for numbers.
  ///   - capacity: how many parameters the model has; at least 2n + d are needed to memorise n
  ///     rows (Zhang et al. 2017). nil for convex models, which are held to their optimum and may
  ///     need every class.
  init(train: TrainingSet, groups: RowGroups, requested: Int?, capacity: Int?, seed: UInt64) {
    var generator = CounterBasedGenerator(seed: seed, purpose: .subset)
    let members = groups.members
    let representatives = members.map { Self.representative(of: $0, targets: train.targets) }
    let distinct = representatives.map(\.row).sorted()
    let wanted = Self.size(
      for: train.targets, requested: requested, capacity: capacity,
      inputCount: train.inputs.columnCount)
    let all = Array(0..<train.rowCount)
    let isDistinct = Self.canBeLearned(distinct, of: all, targets: train.targets)
    // Without enough distinct inputs the rows are taken as they are, judged by their ceiling.
    var strata = Self.strata(
      of: isDistinct ? distinct : all, targets: train.targets, size: wanted, &generator)
    let limit = capacity == nil ? Int.max : max(2, min(32, wanted / 2))
    if case .classes = train.targets, strata.count > limit {
      generator.shuffle(&strata)
      strata = Array(strata.prefix(limit))
    }
    let positions = Self.spread(strata, inputs: train.inputs, size: wanted).sorted()
    let chosen = train.rows(at: positions)
    rows = TrainingSet(inputs: chosen.inputs, targets: chosen.targets, rowIDs: chosen.rowIDs)
    ceiling = ConflictCeiling(
      targets: rows.targets, weights: nil, groups: RowGroups(of: rows.inputs).members)
    setAsideCount = isDistinct ? representatives.reduce(0) { $0 + $1.setAside } : 0
    self.isDistinct = isDistinct
  }

  /// The rows of another subset as an edited pipeline prepares them, or with other targets.
  init(rows: TrainingSet, like other: OverfitSubset) {
    self.rows = TrainingSet(inputs: rows.inputs, targets: rows.targets, rowIDs: rows.rowIDs)
    ceiling = ConflictCeiling(
      targets: rows.targets, weights: nil, groups: RowGroups(of: rows.inputs).members)
    setAsideCount = other.setAsideCount
    isDistinct = other.isDistinct
  }

  /// The row that represents equal rows: of the most frequent class, or with the median value.
  private static func representative(
    of rows: ArraySlice<Int>, targets: Targets
  ) -> (row: Int, setAside: Int) {
    guard let earliest = rows.first else { fatalError("a group of rows has none") }
    guard rows.count > 1 else { return (earliest, 0) }
    switch targets {
    case .classes(let classes, let classCount):
      let counts = rows.map { classes[$0] }.counts(of: classCount)
      // Ties go to the class of the earliest row.
      let best = rows.max { a, b in counts[classes[a]] < counts[classes[b]] } ?? earliest
      let first = rows.first { counts[classes[$0]] == counts[classes[best]] } ?? best
      return (first, rows.count - counts[classes[first]])
    case .values(let values):
      let sorted = rows.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
      let middle = sorted[(sorted.count - 1) / 2]
      return (middle, rows.count { values[$0] != values[middle] })
    }
  }

  private static func size(
    for targets: Targets, requested: Int?, capacity: Int?, inputCount: Int
  ) -> Int {
    var size: Int
    var least = 4
    switch targets {
    case .classes(_, let classCount):
      size = min(64, max(16, 4 * classCount))
      least = max(least, min(64, 2 * classCount))
    case .values:
      size = 32
    }
    if let requested { return max(2, requested) }
    // Solvers need a row of each class.
    if capacity == nil, case .classes(_, let classCount) = targets { return max(size, classCount) }
    if let capacity { size = min(size, max(least, (capacity - inputCount) / 2)) }
    return size
  }

  /// Rows of each class, or of each interval of the numbers, in random order.
  private static func strata(
    of rows: [Int], targets: Targets, size: Int, _ generator: inout CounterBasedGenerator
  ) -> [[Int]] {
    var strata: [[Int]]
    switch targets {
    case .classes(let classes, let classCount):
      strata = [[Int]](repeating: [], count: classCount)
      for row in rows { strata[classes[row]].append(row) }
      strata.removeAll(where: \.isEmpty)
    case .values(let values):
      let sorted = rows.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
      let count = max(1, min(size, sorted.count))
      strata = (0..<count).map { k in
        Array(sorted[(k * sorted.count / count)..<((k + 1) * sorted.count / count)])
      }
    }
    for k in strata.indices { generator.shuffle(&strata[k]) }
    return strata
  }

  /// Whether the distinct rows still have every class, or enough numbers.
  private static func canBeLearned(
    _ distinct: [Int], of all: [Int], targets: Targets
  ) -> Bool {
    switch targets {
    case .classes(let classes, _):
      Set(distinct.map { classes[$0] }).count == Set(all.map { classes[$0] }).count
        && distinct.count >= 4
    case .values: distinct.count >= min(8, all.count)
    }
  }

  /// Takes rows from the strata in turn, preferring rows that are no linear combination of those
  /// taken before.
  private static func spread(_ strata: [[Int]], inputs: Inputs, size: Int) -> [Int] {
    var basis = RowBasis(columnCount: inputs.columnCount)
    var left = strata.map { Array($0.reversed()) }
    var taken: [Int] = []
    let total = strata.reduce(0) { $0 + $1.count }
    while taken.count < min(size, total) {
      for k in left.indices where !left[k].isEmpty && taken.count < size {
        // A few tries for an independent row; a stratum of dependent rows still gives one.
        let last = left[k].count - 1
        var choice = last
        if !basis.isFull {
          for position in stride(from: last, through: max(0, last - 15), by: -1)
          where basis.insert(inputs.rowWithOne(left[k][position])) {
            choice = position
            break
          }
        }
        taken.append(left[k].remove(at: choice))
      }
    }
    return taken
  }
}

/// An orthonormal basis that grows by rows which are independent of it.
private struct RowBasis {
  private var vectors: [[Double]] = []
  private let limit: Int

  init(columnCount: Int) {
    limit = min(columnCount + 1, 128)
  }

  var isFull: Bool { vectors.count >= limit }

  /// Whether the row is independent of the rows before; if so, it is added.
  mutating func insert(_ row: [Double]) -> Bool {
    var rest = row
    let length = rest.norm
    guard length > 0, length.isFinite else { return false }
    // Twice, since one pass leaves rounding errors as large as the tested remainder.
    for _ in 0..<2 {
      for vector in vectors {
        let share = dot(vector, rest)
        for j in rest.indices { rest[j] -= share * vector[j] }
      }
    }
    let left = rest.norm
    guard left > 1e-6 * length else { return false }
    vectors.append(rest.map { $0 / left })
    return true
  }
}

extension Inputs {
  /// Row `i` with a 1 for the intercept.
  fileprivate func rowWithOne(_ i: Int) -> [Double] {
    switch self {
    case .single(let matrix): matrix.row(i).map { Double($0) } + [1]
    case .double(let matrix): matrix.row(i) + [1]
    }
  }
}
