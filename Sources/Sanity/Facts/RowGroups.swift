import Learning
import LinearAlgebra

/// Rows that agree in every input, found by hashing and confirmed value by value.
struct RowGroups: Sendable {
  /// For each row, which group it belongs to; groups are numbered by their first row.
  let groupOfRow: [Int]
  /// For each group, the position of its first row.
  let firstRow: [Int]
  private let inputs: Inputs
  private let groupsOfHash: [UInt64: [Int]]

  var groupCount: Int { firstRow.count }

  init(of inputs: Inputs) {
    var groupsOfHash: [UInt64: [Int]] = [:]
    groupsOfHash.reserveCapacity(inputs.rowCount)
    var groupOfRow: [Int] = []
    groupOfRow.reserveCapacity(inputs.rowCount)
    var firstRow: [Int] = []
    for (row, hash) in inputs.rowHashes().enumerated() {
      let known = groupsOfHash[hash, default: []]
      if let group = known.first(where: { inputs.row(row, equals: firstRow[$0], of: inputs) }) {
        groupOfRow.append(group)
      } else {
        groupOfRow.append(firstRow.count)
        groupsOfHash[hash, default: []].append(firstRow.count)
        firstRow.append(row)
      }
    }
    self.groupOfRow = groupOfRow
    self.firstRow = firstRow
    self.inputs = inputs
    self.groupsOfHash = groupsOfHash
  }

  /// How many rows each group has.
  var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: groupCount)
    for group in groupOfRow { sizes[group] += 1 }
    return sizes
  }

  /// The rows of each group, ascending.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: groupCount)
    for (row, group) in groupOfRow.enumerated() { members[group].append(row) }
    return members
  }

  /// For each row of other inputs, the first row here that agrees with it.
  func twins(of others: Inputs) -> [Int?] {
    others.rowHashes().enumerated().map { row, hash in
      groupsOfHash[hash]?.lazy.map { firstRow[$0] }
        .first { others.row(row, equals: $0, of: inputs) }
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
