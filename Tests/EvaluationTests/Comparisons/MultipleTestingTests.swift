import Testing

@testable import Evaluation

struct MultipleTestingTests {
  private let pValues = [
    0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269,
    0.275, 0.34,
  ]

  @Test func reproducesHolm() {
    let expected = [0.015, 0.112, 0.507, 0.507, 0.507, 0.6, 0.666]
    let found = MultipleTesting.holm(pValues)
    for i in 0..<7 { #expect(close(found[i], expected[i], 1e-12)) }
    for i in 7..<15 { #expect(found[i] == 1) }
  }

  @Test func reproducesBenjaminiHochberg() {
    let found = MultipleTesting.benjaminiHochberg(pValues)
    let expected = [0.015, 0.06, 0.126, 0.126, 0.126, 0.15, 0.158571]
    for i in 0..<7 { #expect((found[i] - expected[i]).magnitude < 6e-7) }
    for i in 7..<14 { #expect((found[i] - 0.294643).magnitude < 6e-7) }
    #expect(close(found[14], 0.34, 1e-12))
  }

  @Test func keepsTheOrderGiven() {
    #expect(MultipleTesting.holm([0.5, 0.01, 0.02]) == [0.5, 0.03, 0.04])
    let found = MultipleTesting.benjaminiHochberg([0.5, 0.01, 0.02])
    for (value, expected) in zip(found, [0.5, 0.03, 0.03]) {
      #expect(close(value, expected, 1e-14))
    }
    #expect(MultipleTesting.holm([]).isEmpty && MultipleTesting.benjaminiHochberg([]).isEmpty)
    #expect(MultipleTesting.holm([0.04]) == [0.04])
  }
}
