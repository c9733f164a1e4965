import Findings
import Testing

@testable import Reporting

@Suite struct EvidenceTextTests {
  @Test func numbersStandBesideWhatTheyBelongTo() {
    #expect(
      Evidence.scores("losses", ["reached": 0.25, "of the prior predictor": 2]).text
        == "reached 0.250, of the prior predictor 2.00")
    #expect(Evidence.number(title: "largest curvature", value: 12.5).text == "12.5")
    #expect(Evidence.fraction(title: "expected by chance", value: 0.25).text == "25 %")
    #expect(Evidence.accuracy(1).text == "100 %")
  }

  @Test func aShortCurveIsListedAndALongOneHasItsEnds() {
    let short = Evidence.curve(title: "dead share", series: "first to last", values: [0.25, 1])
    #expect(short.text == "first to last: 0.250, 1.00")
    let values = (0..<9).map { 2 - Double($0) / 4 }
    #expect(
      Evidence.curve(title: "loss", series: "train", values: values).text == "train: 2.00 → 0")
    #expect(Evidence.subsetLosses(run: nil, values: values).text == "2.00 → 0")
    #expect(Evidence.subsetLosses(run: nil, values: []).text == "")
  }

  @Test func listsSayHowManyTheyLeaveOut() {
    #expect(Evidence.names("inputs", ["a", "b"]).text == "\"a\", \"b\"")
    #expect(
      Evidence.rows(title: "rows", ids: [4, 8, 9], names: ["row 5", "row 9"]).text
        == "row 5, row 9, … (3 in all)")
  }
}
