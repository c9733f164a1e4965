import Randomness
import Testing

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
