internal import LinearAlgebra

/// Rows that agree in every given column, found by hashing and confirmed cell by cell.
struct EqualRows {
  /// For each row that repeats an earlier one, the first row it equals.
  private(set) var firstOf: [Int: Int] = [:]
  /// The rows that repeat a first row, by that row, ascending.
  private(set) var repeatsOf: [Int: [Int]] = [:]

  /// No two rows are taken for equal.
  static let none = EqualRows()

  /// The rows beyond the first of each set of equal rows.
  var repeatCount: Int { firstOf.count }

  /// The rows that have an equal one, themselves included.
  var rowCount: Int { firstOf.count + repeatsOf.count }

  private init() {}

  init(among all: [Int], in columns: [Column]) {
    let rowIDs = Self.candidates(among: all, in: columns)
    let hashes = Self.hashes(of: rowIDs, in: columns)
    // Open addressing: positions in `rowIDs`, at most half full.
    let capacity = Self.powerOfTwo(atLeast: 2 * rowIDs.count)
    var places = [Int32](repeating: -1, count: capacity)
    for (position, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while places[place] >= 0 {
        let other = Int(places[place])
        if hashes[other] == hash, columns.allSatisfy({ $0.agree(rowIDs[other], rowIDs[position]) })
        {
          firstOf[rowIDs[position]] = rowIDs[other]
          repeatsOf[rowIDs[other], default: []].append(rowIDs[position])
          break
        }
        place = (place + 1) & (capacity - 1)
      }
      if places[place] < 0 { places[place] = Int32(position) }
    }
  }

  /// The equal rows among some of the rows.
  func among(_ rowIDs: [Int]) -> EqualRows {
    guard !firstOf.isEmpty else { return self }
    var some = EqualRows()
    var newFirst: [Int: Int] = [:]
    for row in rowIDs {
      let first = firstOf[row] ?? row
      if let known = newFirst[first] {
        some.firstOf[row] = known
        some.repeatsOf[known, default: []].append(row)
      } else {
        newFirst[first] = row
      }
    }
    return some
  }

  /// The rows that may equal another one: in most tables a few columns distinguish nearly all rows.
  private static func candidates(among rowIDs: [Int], in columns: [Column]) -> [Int] {
    let sample = (0..<min(1_000, rowIDs.count)).map {
      rowIDs[$0 * rowIDs.count / min(1_000, rowIDs.count)]
    }
    let distinctCounts = columns.map { Set($0.doubles(at: sample).map(\.comparableBits)).count }
    let most = columns.indices.sorted { (-distinctCounts[$0], $0) < (-distinctCounts[$1], $1) }
    let hashes = hashes(of: rowIDs, in: most.prefix(4).map { columns[$0] })
    let capacity = powerOfTwo(atLeast: 4 * rowIDs.count)
    var counts = [UInt8](repeating: 0, count: capacity)
    for hash in hashes {
      let place = Int(truncatingIfNeeded: hash) & (capacity - 1)
      if counts[place] < 2 { counts[place] += 1 }
    }
    return rowIDs.indices.filter {
      counts[Int(truncatingIfNeeded: hashes[$0]) & (capacity - 1)] > 1
    }.map { rowIDs[$0] }
  }

  private static func powerOfTwo(atLeast count: Int) -> Int {
    1 << (Int.bitWidth - max(1, count - 1).leadingZeroBitCount)
  }

  /// One number for each row; equal rows have the same.
  private static func hashes(of rowIDs: [Int], in columns: [Column]) -> [UInt64] {
    var hashes = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: rowIDs.count)
    hashes.withUnsafeMutableBufferPointer { hashes in
      // The hashes of a chunk stay in a processor's cache while the columns pass.
      let chunkCount = (rowIDs.count + chunkSize - 1) / chunkSize
      SharedTasks.perform(chunkCount) { chunk, _ in
        let positions = (chunk * chunkSize)..<min((chunk + 1) * chunkSize, rowIDs.count)
        for column in columns { mix(column, of: rowIDs, at: positions, into: hashes) }
      }
    }
    return hashes
  }

  private static let chunkSize = 1 << 14

  /// Adds the cells of a column to the hashes of some rows.
  private static func mix(
    _ column: Column, of rowIDs: [Int], at positions: Range<Int>,
    into hashes: UnsafeMutableBufferPointer<UInt64>
  ) {
    @inline(__always)
    func mix<Element>(_ cells: ElementStorage<Element>, _ bits: (Element) -> UInt64) {
      cells.withUnsafeBufferPointer { cells in
        for i in positions {
          // Odd, irregular constants are enough where agreement is confirmed afterwards.
          var hash = (hashes[i] ^ bits(cells[rowIDs[i]])) &* 0xD6E8_FEB8_6659_FD93
          hash ^= hash &>> 32
          hashes[i] = hash
        }
      }
    }
    switch column.values {
    case .numbers(let numbers): mix(numbers) { $0.comparableBits }
    case .bytes(let bytes): mix(bytes) { UInt64($0) }
    case .categories(let codes, _): mix(codes) { UInt64(bitPattern: Int64($0)) }
    }
  }
}

extension Column {
  /// Whether two rows have equal cells; missing cells are equal.
  fileprivate func agree(_ first: Int, _ second: Int) -> Bool {
    switch values {
    case .numbers(let numbers): numbers[first].comparableBits == numbers[second].comparableBits
    case .bytes(let bytes): bytes[first] == bytes[second]
    case .categories(let codes, _): codes[first] == codes[second]
    }
  }
}

extension Double {
  /// Equal bits for values that count as equal: one NaN, one zero.
  var comparableBits: UInt64 { isNaN ? Double.nan.bitPattern : (self + 0).bitPattern }
}
