import Testing

@testable import Evaluation

struct PairedHitsTests {
  @Test(arguments: [
    (25, 15, 0.15385994), (11, 1, 0.00634766),
    (5, 15, 0.04138947), (6, 0, 0.03125),
  ])
  func reproducesMcNemarsTables(b: Int, c: Int, exact: Double) {
    let hits = PairedHits(rowCount: 200, candidateOnly: b, baselineOnly: c)
    #expect((hits.exactPValue - exact).magnitude < 6e-9)
  }

  @Test func noDifferenceIsNoEvidence() {
    let same = PairedHits(rowCount: 50, candidateOnly: 0, baselineOnly: 0)
    #expect(same.exactPValue == 1)
    #expect(same.standardError == 0 && same.difference == 0)
    let balanced = PairedHits(rowCount: 50, candidateOnly: 7, baselineOnly: 7)
    #expect(balanced.exactPValue == 1)
  }

  /// Against the score interval with the likelihood maximised numerically.
  @Test func agreesWithTangoByNumericalLikelihood() throws {
    for row in try Reference.shared.get().tango {
      let hits = PairedHits(
        rowCount: Int(row[0]), candidateOnly: Int(row[1]), baselineOnly: Int(row[2]))
      let interval = hits.tango(level: row[3])
      // The numerical optimum is known to the root of the rounding.
      #expect((interval.low - row[4]).magnitude < 1e-6, "\(row): \(interval)")
      #expect((interval.high - row[5]).magnitude < 1e-6, "\(row): \(interval)")
    }
  }

  /// Without any difference the ends are ± z² / (n + z²).
  @Test func tangoAtTheExtremes() {
    let same = PairedHits(rowCount: 30, candidateOnly: 0, baselineOnly: 0).tango(level: 0.95)
    let square = 1.959963984540054 * 1.959963984540054
    #expect(close(same.high, square / (30 + square), 1e-12))
    #expect(close(same.low, -square / (30 + square), 1e-12))
    let all = PairedHits(rowCount: 10, candidateOnly: 10, baselineOnly: 0).tango(level: 0.95)
    #expect(all.high == 1 && all.low > 0.4 && all.low < 1)
    let mirrored = PairedHits(rowCount: 10, candidateOnly: 0, baselineOnly: 10)
      .tango(level: 0.95)
    #expect(close(mirrored.high, -all.low, 1e-9) && mirrored.low == -1)
    let one = PairedHits(rowCount: 1, candidateOnly: 0, baselineOnly: 0).tango(level: 0.95)
    #expect(one.low < 0 && one.high > 0)
  }
}
