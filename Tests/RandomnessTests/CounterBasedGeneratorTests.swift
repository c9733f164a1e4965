import Randomness
import Testing

/// The known answers that come with Random123 (kat_vectors, philox 4×32, 10 rounds).
@Test(arguments: [
  (
    SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
    SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
  ),
  (
    SIMD4<UInt32>(repeating: 0xffff_ffff), SIMD2<UInt32>(repeating: 0xffff_ffff),
    SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
  ),
  (
    SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
    SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
    SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
  ),
])
func agreesWithTheKnownAnswers(
  counter: SIMD4<UInt32>, key: SIMD2<UInt32>, answer: SIMD4<UInt32>
) {
  #expect(CounterBasedGenerator.philox(counter, key: key) == answer)
}

@Test func startsWithTheBlockOfItsPlace() {
  // Counter (0, step, epoch, purpose), key (low, high half of the seed); words low half first.
  let seed: UInt64 = 0x0123_4567_89ab_cdef
  var generator = CounterBasedGenerator(seed: seed, purpose: .shuffle, epoch: 5, step: 7)
  let key = SIMD2<UInt32>(0x89ab_cdef, 0x0123_4567)
  let first = CounterBasedGenerator.philox(SIMD4(0, 7, 5, 3), key: key)
  let second = CounterBasedGenerator.philox(SIMD4(1, 7, 5, 3), key: key)
  #expect(generator.next() == UInt64(first[1]) << 32 | UInt64(first[0]))
  #expect(generator.next() == UInt64(first[3]) << 32 | UInt64(first[2]))
  #expect(generator.next() == UInt64(second[1]) << 32 | UInt64(second[0]))
}

@Test func streamsOfDifferentPlacesDiffer() {
  var seen = Set<UInt64>()
  var streamCount = 0
  for seed in [0, 1, UInt64.max] {
    for purpose in RandomPurpose.allCases {
      for epoch in 0..<3 {
        for step in 0..<3 {
          var generator = CounterBasedGenerator(
            seed: seed, purpose: purpose, epoch: epoch, step: step)
          seen.insert(generator.next())
          streamCount += 1
        }
      }
    }
  }
  #expect(seen.count == streamCount)
}

@Test func samePlaceGivesTheSameNumbers() {
  var one = CounterBasedGenerator(seed: 9, purpose: .dropout, epoch: 2, step: 4)
  var two = CounterBasedGenerator(seed: 9, purpose: .dropout, epoch: 2, step: 4)
  for _ in 0..<100 { #expect(one.next() == two.next()) }
}
