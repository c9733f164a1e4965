import Randomness

/// Which rows of two systems change sides: all ways, or a random sample of them.
///
/// Where the two systems are equally good, all ways are equally likely, so that the differences
/// under them are what chance gives. A sample is a pure function of the seed: row i of permutation b is
/// decided by the same bit in every metric and on any number of threads.
struct PairedPermutations: Sendable {
  let rowCount: Int
  /// 2ⁿ where that is no more than the sample asked for.
  let count: Int
  /// Whether these are all ways.
  let isExact: Bool
  private let key: SIMD2<UInt32>

  init(rowCount: Int, resampling: Resampling) {
    self.rowCount = rowCount
    isExact = rowCount < 31 && 1 << rowCount <= resampling.count
    count = isExact ? 1 << rowCount : resampling.count
    key = SIMD2(
      UInt32(truncatingIfNeeded: resampling.seed),
      UInt32(truncatingIfNeeded: resampling.seed >> 32))
  }

  /// The place of the next group of rows behind `row`, so that no two groups share random bits.
  func start(after row: Int) -> Int { isExact ? row : (row + 127) / 128 * 128 }

  /// For each permutation the sum of the values, those of exchanged rows with the other sign.
  ///
  /// `start` is the place of the first value's row: 0, or from `start(after:)`.
  /// **Complexity** O(permutations · rows / 8): a table gives the sum over any of eight rows.
  func signedSums(_ values: [Double], from start: Int = 0) -> [Double] {
    let size = 512
    let blocks = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
    return blocks.concurrentMap { signedSums(values, from: start, in: $0) }.flatMap { $0 }
  }

  /// Whether each row is exchanged, [n].
  func exchanged(in permutation: Int) -> [Bool] {
    var exchanged: [Bool] = []
    exchanged.reserveCapacity(rowCount)
    for first in stride(from: 0, to: rowCount, by: 128) {
      let (low, high) = bits(from: first, in: permutation)
      for row in 0..<min(128, rowCount - first) {
        exchanged.append((row < 64 ? low : high) >> UInt64(row % 64) & 1 == 1)
      }
    }
    return exchanged
  }

  private func signedSums(_ values: [Double], from start: Int, in permutations: Range<Int>)
    -> [Double]
  {
    var total = 0.0
    for value in values { total += value }
    var sums = [Double](repeating: 0, count: permutations.count)
    // The sum over the rows that each byte of the two words marks.
    var table = [Double](repeating: 0, count: 16 * 256)
    for first in stride(from: 0, to: values.count, by: 128) {
      let byteCount = (min(128, values.count - first) + 7) / 8
      for byte in 0..<byteCount {
        for bit in 0..<8 {
          let row = first + 8 * byte + bit
          let value = row < values.count ? values[row] : 0
          let half = 1 << bit
          for marked in 0..<half {
            table[256 * byte + half + marked] = table[256 * byte + marked] + value
          }
        }
      }
      for (index, permutation) in permutations.enumerated() {
        let (low, high) = self.bits(from: start + first, in: permutation)
        var (bits, sum) = (low, 0.0)
        for byte in 0..<byteCount {
          if byte == 8 { bits = high }
          sum += table[256 * byte + Int(truncatingIfNeeded: bits & 255)]
          bits >>= 8
        }
        sums[index] += sum
      }
    }
    for index in sums.indices { sums[index] = total - 2 * sums[index] }
    return sums
  }

  /// A bit for each of 128 rows, 64 in a word; 1 where the row is exchanged.
  private func bits(from row: Int, in permutation: Int) -> (UInt64, UInt64) {
    // At most 31 rows, from any of them.
    if isExact { return (UInt64(permutation) >> UInt64(row), 0) }
    let block = CounterBasedGenerator.philox(
      SIMD4(
        UInt32(truncatingIfNeeded: row / 128), UInt32(truncatingIfNeeded: permutation), 0,
        RandomPurpose.pairedPermutation.rawValue),
      key: key)
    return (UInt64(block[1]) << 32 | UInt64(block[0]), UInt64(block[3]) << 32 | UInt64(block[2]))
  }
}
