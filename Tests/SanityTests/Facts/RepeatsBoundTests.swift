import Foundation
import Testing

@testable import Sanity

/// The bound behind SD09: how many rows of a part recur in train where rows repeat by nature.
@Suite struct RepeatsBoundTests {
  private struct Reference: Decodable {
    let cases: [Case]

    struct Case: Decodable {
      let sets: [[Int]]
      let fraction: Double
      let count: Int
      let expected: Double
      let tail: Double
      let bound: Double
    }
  }

  @Test func pairsThatAllCross() {
    // Ten pairs, a quarter of the rows in the part: each pair crosses with 2·¼·¾ = 0.375.
    let bound = RepeatsBound(setCounts: [2: 10], fraction: 0.25)
    #expect(abs(bound.expectedCount - 3.75) < 1e-12)
    #expect(abs(bound.tailBound(of: 10) / pow(0.375, 10) - 1) < 1e-6)
    #expect(abs(bound.twoSidedProbability(of: 10) / pow(0.375, 10) - 2) < 1e-6)
    // None crosses: 0.625 each.
    #expect(abs(bound.tailBound(of: 0) / pow(0.625, 10) - 1) < 1e-6)
    #expect(bound.twoSidedProbability(of: 4) == 1)
  }

  @Test func withoutRepeatsNothingRecurs() {
    let bound = RepeatsBound(setCounts: [:], fraction: 0.2)
    #expect(bound.expectedCount == 0)
    #expect(bound.twoSidedProbability(of: 1) < 1e-15)
  }

  /// Values of numpy and scipy: `Fixtures/repeats_bound.py`.
  @Test func agreesWithReferenceValues() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/repeats_bound.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    #expect(reference.cases.count == 5)
    for item in reference.cases {
      let bound = RepeatsBound(
        setCounts: Dictionary(uniqueKeysWithValues: item.sets.map { ($0[0], $0[1]) }),
        fraction: item.fraction)
      #expect(abs(bound.expectedCount / item.expected - 1) < 1e-9)
      let probability = bound.tailBound(of: item.count)
      // The minimum was searched to 1e-10 in θ, about which the bound is flat.
      #expect(abs(probability / item.bound - 1) < 1e-7)
      #expect(probability >= item.tail)
    }
  }
}
