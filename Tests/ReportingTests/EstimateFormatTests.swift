import Evaluation
import Testing
import Text

@testable import Reporting

@Suite struct EstimateFormatTests {
  @Test func writesTheDigitsThatTheIntervalSupports() {
    // Half widths 0.0054, 0.0195 and 202: two digits of each.
    #expect(
      NumberFormat.estimate(Sample.estimate(0.857103, 0.851712, 0.862399))
        == "0.8571 [0.8517, 0.8624]")
    #expect(
      NumberFormat.estimate(Sample.estimate(0.9638, 0.94, 0.979)) == "0.964 [0.940, 0.979]")
    #expect(
      NumberFormat.estimate(Sample.estimate(2859.5, 2659, 3063), unit: .microseconds)
        == "2,860 µs [2,659, 3,063]")
    #expect(NumberFormat.estimate(Sample.estimate(0.87)) == "0.87")
    #expect(NumberFormat.estimate(Sample.estimate(nil)) == "–")
    #expect(NumberFormat.estimate(Sample.estimate(1, 1, 1)) == "1 [1.000, 1.000]")
    #expect(NumberFormat.estimate(Sample.estimate(.nan, .nan, 1)) == "nan")
  }

  @Test(
    arguments: [
      (.fewRows(1), "only 1 row"),
      (.fewRowsOfClass(name: "fraud", count: 3), "only 3 rows of fraud"),
      (.noSpread, "all rows are alike"),
      (.dominantRow(share: 0.34), "one row makes up 34 % of the loss"),
      (
        .heavyTails(kurtosis: 12.34, limit: 4.249),
        "heavy-tailed errors, kurtosis 12, limit 4.2 with so many rows"
      ),
      (.greatestRow, "other rows may exceed the greatest"),
      (.undefinedResamples(count: 670, of: 2_000), "undefined in 670 of 2,000 resamples"),
    ] as [(MissingInterval, String)])
  func saysWhyThereIsNoInterval(missing: MissingInterval, reason: String) {
    let estimate = Estimate(
      value: 0.5, low: nil, high: nil, level: 0.95, method: "none", missing: missing)
    #expect(NumberFormat.interval(estimate, unit: .ratio) == "(no interval: \(reason))")
    #expect(NumberFormat.estimate(estimate) == "0.5 (no interval: \(reason))")
  }

  /// The dash for the value says it already.
  @Test func saysNothingMoreOfAnUndefinedMetric() {
    let estimate = Estimate(
      value: nil, low: nil, high: nil, level: 0.95, method: "none", missing: .undefinedMetric)
    #expect(
      NumberFormat.interval(estimate, unit: .ratio) == nil && NumberFormat.estimate(estimate) == "–"
    )
  }

  @Test func signsDifferences() {
    func text(_ difference: Double, _ low: Double?, _ high: Double?) -> String {
      let comparison = Sample.comparison("accuracy", difference, low, high, .better)
      return NumberFormat.difference(comparison) + " "
        + (NumberFormat.interval(comparison) ?? "")
    }
    #expect(text(0.0045, 0.0017, 0.0073) == "+0.0045 [+0.0017, +0.0073]")
    #expect(text(-0.013, -0.042, 0.020) == "−0.013 [−0.042, +0.020]")
    #expect(text(0, -0.02, 0.02) == "0.000 [−0.020, +0.020]")
    #expect(text(-0.0001, -0.02, 0.02) == "0.000 [−0.020, +0.020]")
    #expect(text(0.25, nil, nil) == "+0.2500 ")
  }

  /// What rounding leaves of an R² of 0 is 0; an error in the target's unit may be as small.
  @Test func ratiosNearZeroAreZero() {
    let tiny = Sample.estimate(-3.26e-8, -1e-7, 2e-9)
    #expect(NumberFormat.estimate(tiny, unit: .ratio) == "0 [0, 0]")
    #expect(NumberFormat.value(Sample.estimate(-3.26e-8, -0.02, 0.02), unit: .ratio) == "0.000")
    #expect(NumberFormat.value(Sample.estimate(3.26e-7, 3e-7, 4e-7), unit: .target) != "0")
  }

  /// Targets of 5e-324 and of ±1e308: intervals as narrow and as wide as doubles have them.
  @Test func writesTheNarrowestAndTheWidestIntervals() {
    #expect(
      NumberFormat.estimate(Sample.estimate(0, 0, Double.leastNonzeroMagnitude))
        == "0 [0, 0]")
    #expect(NumberFormat.decimals(low: -1.7e308, high: 1.7e308) == 0)
    #expect(
      NumberFormat.estimate(Sample.estimate(0, -1.7e308, 1.7e308))
        == "0 [−1.7 × 10³⁰⁸, 1.7 × 10³⁰⁸]")
  }
}
