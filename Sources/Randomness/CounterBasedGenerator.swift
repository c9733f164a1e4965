/// Random numbers as a pure function of a key and a counter: nothing to save, nothing disturbed
/// when another part of the program draws more numbers.
///
/// **Source** Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
/// variant Philox 4×32 with 10 rounds.
public struct CounterBasedGenerator: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block: SIMD4<UInt32> = .zero
  /// How many 64-bit words of the present block are still unread.
  private var unreadCount = 0

  /// The stream that belongs to `purpose` within the run of `seed`, at a place such as an epoch
  /// and a step. Two different places never share a number.
  public init(seed: UInt64, purpose: RandomPurpose, epoch: Int = 0, step: Int = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: epoch), purpose.rawValue)
  }

  public mutating func next() -> UInt64 {
    if unreadCount == 0 {
      block = Self.philox(counter, key: key)
      counter[0] &+= 1
      unreadCount = 2
    }
    unreadCount -= 1
    let word = unreadCount == 1 ? (block[0], block[1]) : (block[2], block[3])
    return UInt64(word.1) << 32 | UInt64(word.0)
  }

  /// One block of four words for one counter: ten rounds.
  public static func philox(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // Scalars, because the rounds are one chain of 64-bit products, and moving between vector and
    // scalar registers would cost more than the rounds.
    var (a, b, c, d) = (counter[0], counter[1], counter[2], counter[3])
    var (k, l) = (key[0], key[1])
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) &* UInt64(a)
      let second = UInt64(0xCD9E_8D57) &* UInt64(c)
      a = UInt32(truncatingIfNeeded: second >> 32) ^ b ^ k
      b = UInt32(truncatingIfNeeded: second)
      c = UInt32(truncatingIfNeeded: first >> 32) ^ d ^ l
      d = UInt32(truncatingIfNeeded: first)
      k = k &+ 0x9E37_79B9
      l = l &+ 0xBB67_AE85
    }
    return SIMD4(a, b, c, d)
  }
}

/// What random numbers are drawn for; each purpose has streams of its own.
///
/// The raw values are part of every recorded result: never change or reuse one.
public enum RandomPurpose: UInt32, Sendable, CaseIterable {
  case split = 1
  case initialization = 2
  case shuffle = 3
  case dropout = 4
  case subset = 5
  case bootstrap = 6
  case permutation = 7
  case synthetic = 8
  case solver = 9
  case pairedPermutation = 10
}
