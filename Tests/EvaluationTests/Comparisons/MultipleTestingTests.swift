import Testing

@testable import Evaluation

struct MultipleTestingTests {
  private let pValues = [
    0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269,
    0.275, 0.34,
  ]

  @Test func reproducesHolm() {
    let expected = [0.015, 0.112, 0.507, 0.507, 0.507, 0.6, 0.666]
    let found = zip(pValues, MultipleTesting.holmFactors(pValues)).map { min(1, $0 * $1) }
    for i in 0..<7 { #expect(close(found[i], expected[i], 1e-12)) }
    for i in 7..<15 { #expect(found[i] == 1) }
  }

  @Test func keepsTheOrderGiven() {
    #expect(MultipleTesting.holmFactors([0.5, 0.01, 0.02]) == [1, 3, 2])
    #expect(MultipleTesting.holmFactors([]).isEmpty)
    #expect(MultipleTesting.holmFactors([0.04]) == [1])
    // .02 · 2 is above .03 · 1: the running maximum.
    let running = MultipleTesting.holmFactors([0.03, 0.02])
    #expect(close(running[0], 0.04 / 0.03, 1e-15) && running[1] == 2)
  }
}
