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

  /// The place of the next group of rows behind `row`, so that no two groups share a word of bits.
  func start(after row: Int) -> Int { isExact ? row : (row + 63) / 64 * 64 }

  /// For each permutation the sum of the values, those of exchanged rows with the other sign.
  ///
  /// `start` is the place of the first value's row: 0, or from `start(after:)`.
  /// **Complexity** O(permutations · rows / 8): a table gives the sum over any of eight rows.
  func signedSums(_ values: [Double], from start: Int = 0) -> [Double] {
    let size = 256
    let blocks = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
    return blocks.concurrentMap { signedSums(values, from: start, in: $0) }.flatMap { $0 }
  }

  /// Whether each row is exchanged, [n].
  func exchanged(in permutation: Int) -> [Bool] {
    var exchanged: [Bool] = []
    exchanged.reserveCapacity(rowCount)
    for word in stride(from: 0, to: rowCount, by: 64) {
      let bits = bits(ofWord: word / 64, in: permutation)
      for row in 0..<min(64, rowCount - word) { exchanged.append(bits >> UInt64(row) & 1 == 1) }
    }
    return exchanged
  }

  private func signedSums(_ values: [Double], from start: Int, in permutations: Range<Int>)
    -> [Double]
  {
    var total = 0.0
    for value in values { total += value }
    var sums = [Double](repeating: 0, count: permutations.count)
    // The sum over the rows that each byte of a word marks.
    var table = [Double](repeating: 0, count: 8 * 256)
    for first in stride(from: 0, to: values.count, by: 64) {
      let byteCount = (min(64, values.count - first) + 7) / 8
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
        var bits =
          isExact
          ? UInt64(permutation) >> UInt64(start + first)
          : bits(ofWord: (start + first) / 64, in: permutation)
        var sum = 0.0
        for byte in 0..<byteCount {
          sum += table[256 * byte + Int(truncatingIfNeeded: bits & 255)]
          bits >>= 8
        }
        sums[index] += sum
      }
    }
    for index in sums.indices { sums[index] = total - 2 * sums[index] }
    return sums
  }

  /// A bit for each of 64 rows; 1 where the row is exchanged.
  private func bits(ofWord word: Int, in permutation: Int) -> UInt64 {
    if isExact { return word == 0 ? UInt64(permutation) : 0 }
    let block = CounterBasedGenerator.philox(
      SIMD4(
        UInt32(truncatingIfNeeded: word / 2), UInt32(truncatingIfNeeded: permutation), 0,
        RandomPurpose.pairedPermutation.rawValue),
      key: key)
    let half = word % 2 == 0 ? (block[0], block[1]) : (block[2], block[3])
    return UInt64(half.1) << 32 | UInt64(half.0)
  }
}
