import Testing

@testable import Text

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (999, "999"), (1000, "1,000"), (27676, "27,676"),
    (-1_234_567, "−1,234,567"), (.nan, "nan"), (-.infinity, "−inf"), (1e15, "1 × 10¹⁵"),
  ])
  func groupsThousands(number: Double, text: String) {
    #expect(NumberFormat.fixed(number, decimals: 0) == text)
  }

  @Test(arguments: [
    (0.30924, "0.309"), (2.767, "2.77"), (2.3, "2.30"), (53.912, "53.9"), (2859.49, "2,859"),
    (1e-7, "1e−7"), (-0.5, "−0.500"), (1.5e300, "1.5 × 10³⁰⁰"), (0, "0"), (0.00001234, "1.23e−5"),
    (0.9996, "1.00"), (.nan, "nan"), (-.infinity, "−inf"),
  ])
  func writesThreeSignificantDigits(number: Double, text: String) {
    #expect(NumberFormat.number(number) == text)
  }

  @Test func writesWhatIsMissingAsADash() { #expect(NumberFormat.number(nil) == "–") }

  @Test(
    arguments: [
      (3, "3"), (-999, "-999"), (0.5, "0.5"), (0.1 + 0.2, "0.30000000000000004"), (1e-5, "1e-05"),
      (1e16, "1e+16"), (.infinity, "inf"), (.nan, "nan"),
    ] as [(Double, String)])
  func writesNumbersToTypeThatReadBackTheSame(number: Double, text: String) {
    #expect(NumberFormat.typed(number) == text)
    #expect(number.isNaN || Double(text) == number)
  }

  @Test(
    arguments: [
      (0.3162, "0.32"), (0.3, "0.3"), (1e-5, "1e-5"), (104, "100"), (0.000_024, "2.4e-5"), (0, "0"),
      (3e12, "3e+12"),
    ] as [(Double, String)])
  func roundsSettingsToOneOrTwoDigits(number: Double, text: String) {
    #expect(NumberFormat.roundedSetting(number) == text)
  }

  @Test func countsNouns() {
    #expect(NumberFormat.count(1, "row") == "1 row")
    #expect(NumberFormat.count(0, "row") == "0 rows")
    #expect(NumberFormat.count(27_676, "class", "classes") == "27,676 classes")
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
    (0.009, "0.9 %"), (0.24, "24 %"), (0.0004, "< 0.1 %"), (0.0007, "0.1 %"), (0, "0 %"),
    (0.08, "8 %"), (-0.081, "−8.1 %"), (1, "100 %"), (.nan, "–"),
  ])
  func writesShares(fraction: Double, text: String) {
    #expect(NumberFormat.percent(fraction) == text)
  }
}

/// Any budget of the user may come out as a duration.
@Test func writesDurationsBeyondEveryWholeNumber() {
  #expect(NumberFormat.duration(1e18) == "277,777,777,777,777 h 46 min")
  #expect(NumberFormat.duration(1e300) == "2.78 × 10²⁹⁶ h 0 min")
  #expect(NumberFormat.duration(-1e300) == "−2.78 × 10²⁹⁶ h 0 min")
}
