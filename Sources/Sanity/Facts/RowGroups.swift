import Learning
import LinearAlgebra

/// Rows that agree in every input, found by hashing and confirmed value by value.
struct RowGroups: Sendable {
  /// The group of each row; groups are numbered by their first row.
  let groupOfRow: [Int]
  /// The position of the first row of each group.
  let firstRow: [Int]
  private let inputs: Inputs
  /// The first group whose rows have a hash; the others follow by `nextGroup`, -1 at the end.
  private let firstGroupOfHash: [UInt64: Int]
  private let nextGroup: [Int]

  var groupCount: Int { firstRow.count }

  init(of inputs: Inputs) {
    // Chains instead of a list for each hash: nearly all hashes have one group, and a list of one
    // is a block of memory for each row.
    var firstGroupOfHash: [UInt64: Int] = [:]
    firstGroupOfHash.reserveCapacity(inputs.rowCount)
    var nextGroup: [Int] = []
    var groupOfRow: [Int] = []
    groupOfRow.reserveCapacity(inputs.rowCount)
    var firstRow: [Int] = []
    for (row, hash) in inputs.rowHashes().enumerated() {
      var last = -1
      var group = firstGroupOfHash[hash] ?? -1
      while group >= 0, !inputs.row(row, equals: firstRow[group], of: inputs) {
        last = group
        group = nextGroup[group]
      }
      if group < 0 {
        group = firstRow.count
        firstRow.append(row)
        nextGroup.append(-1)
        if last < 0 { firstGroupOfHash[hash] = group } else { nextGroup[last] = group }
      }
      groupOfRow.append(group)
    }
    self.groupOfRow = groupOfRow
    self.firstRow = firstRow
    self.inputs = inputs
    self.firstGroupOfHash = firstGroupOfHash
    self.nextGroup = nextGroup
  }

  /// The number of rows of each group.
  var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: groupCount)
    for group in groupOfRow { sizes[group] += 1 }
    return sizes
  }

  /// The rows of each group, ascending: pieces of one array.
  var members: [ArraySlice<Int>] {
    var ends = [Int](repeating: 0, count: groupCount + 1)
    for group in groupOfRow { ends[group + 1] += 1 }
    for group in 0..<groupCount { ends[group + 1] += ends[group] }
    var places = ends
    var rows = [Int](repeating: 0, count: groupOfRow.count)
    for (row, group) in groupOfRow.enumerated() {
      rows[places[group]] = row
      places[group] += 1
    }
    return (0..<groupCount).map { rows[ends[$0]..<ends[$0 + 1]] }
  }

  /// For each row of other inputs, the first row here that agrees with it.
  func equalRows(of others: Inputs) -> [Int?] {
    others.rowHashes().enumerated().map { row, hash in
      var group = firstGroupOfHash[hash] ?? -1
      while group >= 0, !others.row(row, equals: firstRow[group], of: inputs) {
        group = nextGroup[group]
      }
      return group >= 0 ? firstRow[group] : nil
    }
  }
}

extension Inputs {
  /// One number for each row; rows that agree in every value have the same.
  fileprivate func rowHashes() -> [UInt64] {
    switch self {
    case .single(let matrix): Self.rowHashes(of: matrix)
    case .double(let matrix): Self.rowHashes(of: matrix)
    }
  }

  fileprivate func row(_ row: Int, equals other: Int, of others: Inputs) -> Bool {
    switch (self, others) {
    case (.single(let a), .single(let b)): Self.row(row, of: a, equals: other, of: b)
    case (.double(let a), .double(let b)): Self.row(row, of: a, equals: other, of: b)
    default:
      Self.row(
        row, of: matrix(as: Double.self), equals: other, of: others.matrix(as: Double.self))
    }
  }

  private static func rowHashes<Scalar: BLASScalar>(of matrix: DenseMatrix<Scalar>) -> [UInt64] {
    let d = matrix.columnCount
    let storage = matrix.storage
    var hashes: [UInt64] = []
    hashes.reserveCapacity(matrix.rowCount)
    for i in 0..<matrix.rowCount {
      // Two chains, so that the multiplications of neighbours overlap; the constants are odd
      // and irregular, which is all that is needed where agreement is confirmed afterwards.
      var a: UInt64 = 0x9E37_79B9_7F4A_7C15
      var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F
      let start = i * d
      var j = 0
      while j + 1 < d {
        a = mixed(a, storage[start + j])
        b = mixed(b, storage[start + j + 1])
        j += 2
      }
      if j < d { a = mixed(a, storage[start + j]) }
      hashes.append(a ^ (b &>> 29) ^ (b &<< 35))
    }
    return hashes
  }

  @inline(__always)
  private static func mixed<Scalar: BLASScalar>(_ hash: UInt64, _ value: Scalar) -> UInt64 {
    // Adding 0 makes -0 and 0 alike.
    var hash = (hash ^ (Double(value) + 0).bitPattern) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash &>> 32
    return hash
  }

  private static func row<Scalar: BLASScalar>(
    _ row: Int, of a: DenseMatrix<Scalar>, equals other: Int, of b: DenseMatrix<Scalar>
  ) -> Bool {
    let d = a.columnCount
    guard b.columnCount == d else { return false }
    for j in 0..<d {
      let x = a.storage[row * d + j]
      let y = b.storage[other * d + j]
      if x != y && !(x.isNaN && y.isNaN) { return false }
    }
    return true
  }
}
