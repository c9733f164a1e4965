import Testing

@testable import Evaluation

struct PairedHitsTests {
  @Test(arguments: [
    (25, 15, 0.15385994, 0.11727521), (11, 1, 0.00634766, 0.00341797),
    (5, 15, 0.04138947, 0.02660370), (6, 0, 0.03125, 0.015625),
  ])
  func reproducesMcNemarsTables(b: Int, c: Int, exact: Double, midP: Double) {
    let hits = PairedHits(rowCount: 200, candidateOnly: b, baselineOnly: c)
    #expect((hits.exactPValue - exact).magnitude < 6e-9)
    #expect((hits.midPValue - midP).magnitude < 6e-9)
  }

  @Test(arguments: [(25, 15, 2.025, 0.15472892), (11, 1, 6.75, 0.00937477)])
  func reproducesTheCorrectedChiSquared(b: Int, c: Int, statistic: Double, p: Double) throws {
    let found = try #require(
      PairedHits(rowCount: 100, candidateOnly: b, baselineOnly: c).chiSquared)
    #expect(close(found.statistic, statistic, 1e-15))
    #expect((found.pValue - p).magnitude < 6e-9)
  }

  @Test func noDifferenceIsNoEvidence() {
    let same = PairedHits(rowCount: 50, candidateOnly: 0, baselineOnly: 0)
    #expect(same.exactPValue == 1 && same.midPValue == 1)
    #expect(same.chiSquared == nil && same.standardError == 0 && same.difference == 0)
    let balanced = PairedHits(rowCount: 50, candidateOnly: 7, baselineOnly: 7)
    #expect(balanced.exactPValue == 1)
    #expect(close(balanced.midPValue, 1, 1e-12))
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
