import Evaluation
import Testing

@testable import Reporting

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (999, "999"), (1000, "1,000"), (27676, "27,676"),
    (-1_234_567, "−1,234,567"), (.nan, "nan"), (-.infinity, "−inf"), (1e15, "1e15"),
  ])
  func groupsThousands(number: Double, text: String) {
    #expect(NumberFormat.fixed(number, decimals: 0) == text)
  }

  @Test(arguments: [
    (0.30924, "0.3092"), (53.912, "53.91"), (2859.49, "2,859"), (1e-7, "1e−7"), (-0.5, "−0.5000"),
    (1.5e300, "1.5e300"), (0, "0"), (0.00001234, "1.234e−5"),
  ])
  func keepsFourSignificantDigits(number: Double, text: String) {
    #expect(NumberFormat.significant(number) == text)
  }

  @Test func writesAsManyDigitsAsTheIntervalLeavesMeaningTo() {
    // Half widths 0.0054, 0.0195 and 202: two digits of each.
    #expect(
      NumberFormat.estimate(Sample.estimate(0.857103, 0.851712, 0.862399))
        == "0.8571 [0.8517, 0.8624]")
    #expect(
      NumberFormat.estimate(Sample.estimate(0.9638, 0.94, 0.979)) == "0.964 [0.940, 0.979]")
    #expect(
      NumberFormat.estimate(Sample.estimate(2859.5, 2659, 3063), unit: "µs")
        == "2,860 µs [2,659, 3,063]")
    #expect(NumberFormat.estimate(Sample.estimate(0.87)) == "0.87")
    #expect(NumberFormat.estimate(Sample.estimate(nil)) == "–")
    #expect(NumberFormat.estimate(Sample.estimate(1, 1, 1)) == "1 [1.000, 1.000]")
    #expect(NumberFormat.estimate(Sample.estimate(.nan, .nan, 1)) == "nan")
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

  @Test(arguments: [
    (0.0, "0 s"), (3.1e-6, "3.1 µs"), (0.00021, "210 µs"), (0.0119, "12 ms"), (0.19, "0.19 s"),
    (1.94, "1.9 s"), (41, "41 s"), (125, "2 min 5 s"), (4800, "1 h 20 min"), (.nan, "nan s"),
    (.infinity, "inf s"),
  ])
  func writesDurationsInTheUnitThatFits(seconds: Double, text: String) {
    #expect(NumberFormat.duration(seconds) == text)
  }

  @Test(
    arguments: [
      (0.3, 1.2, "0.30–1.2 s"), (0.09, 2.1, "90 ms–2.1 s"), (0.3, 0.301, "0.30 s"),
      (30, 125, "30 s–2 min 5 s"),
    ])
  func writesRangesOfDurations(least: Double, most: Double, text: String) {
    #expect(NumberFormat.durations(from: least, to: most) == text)
  }

  @Test(
    arguments: [
      (249, "249 FLOP"), (4_352, "4.35 kFLOP"), (128_909_312, "129 MFLOP"), (6.04e10, "60.4 GFLOP"),
    ] as [(Double, String)])
  func writesOperations(count: Double, text: String) {
    #expect(NumberFormat.operations(count) == text)
  }

  @Test(
    arguments: [
      (12, "12 rows/s"), (9800, "9,800 rows/s"), (211_800, "212k rows/s"),
      (2_140_000, "2.14M rows/s"), (999_700, "1.00M rows/s"),
    ] as [(Double, String)])
  func writesRates(rate: Double, text: String) {
    #expect(NumberFormat.rate(rate) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (860, "860 B"), (12_400, "12.4 kB"), (3_974_305, "3.97 MB"),
    (999_700, "1.00 MB"), (11_000_000_000, "11.0 GB"),
  ])
  func writesBytes(count: Int, text: String) {
    #expect(NumberFormat.bytes(count) == text)
  }

  @Test(arguments: [
    (0.0, "p\u{A0}<\u{A0}.001"), (0.0018, "p\u{A0}=\u{A0}.002"), (0.18, "p\u{A0}=\u{A0}.18"),
    (0.999, "p\u{A0}=\u{A0}1"), (.nan, "p\u{A0}=\u{A0}nan"),
  ])
  func writesProbabilitiesAsJournalsDo(p: Double, text: String) {
    #expect(NumberFormat.probability(p) == text)
  }

  @Test(arguments: [
    (0.009, "0.9 %"), (0.24, "24 %"), (0.0004, "< 0.1 %"), (0, "0.0 %"), (1, "100 %"),
  ])
  func writesShares(fraction: Double, text: String) {
    #expect(NumberFormat.percent(fraction) == text)
  }
}
