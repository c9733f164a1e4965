import Evaluation
import LinearAlgebra
import Runs
import Schema
import Testing
import Text

@testable import Reporting

/// Key examples, groups and slices in words.
@Suite struct GroupTextTests {
  private let wrong = KeyExampleRecord(
    row: "20417", part: .test, expected: ">50K", prediction: "<=50K (66.1 %)",
    reason: "appeal of 2023", isRight: false)
  private let right = KeyExampleRecord(
    row: "7", part: .train, expected: "<=50K", prediction: "<=50K (99.8 %)", reason: nil,
    isRight: true)

  /// Rows of two groups: shares predicted positive of 100 rows that are all positive.
  private func analysis(_ positives: [Int], examples: [KeyExampleRecord]? = nil) -> AnalysisRecord {
    let predicted = positives.flatMap { count in (0..<100).map { $0 < count } }
    let predictions = Predictions(
      task: .binary, classNames: ["no", "yes"], rowIDs: Array(predicted.indices),
      truth: .classes(predicted.map { _ in 1 }),
      outputs: Matrix(rows: predicted.map { $0 ? [0.25, 0.75] : [0.75, 0.25] }))
    let groups = positives.indices.map { group in
      (
        name: "sex = \(group == 0 ? "f" : "m")",
        positions: Array((100 * group)..<(100 * group + 100))
      )
    }
    let estimator = Estimator(resamples: 400, seed: 1)
    let comparison = GroupComparison(predictions, groups: groups, estimator: estimator)
    return AnalysisRecord(
      part: .test, confusion: [], classes: [], scatter: [], worst: [],
      slices: SliceTable.tables(of: predictions, by: [("sex", groups)], estimator: estimator),
      protected: [
        ProtectedRecord(title: "sex", comparison: GroupComparison.corrected([comparison])[0])
      ], keyExamples: examples)
  }

  private let accuracy = MetricRecord(
    name: "accuracy", estimate: Sample.estimate(0.75), direction: .higherIsBetter, unit: .ratio)

  private func lines(_ analysis: AnalysisRecord) -> [String] {
    AnalysisText(analysis: analysis, headline: accuracy).lines(in: Block(width: 100))
      .rendered(colors: false).map { $0.replacing("\u{A0}", with: " ") }
  }

  @Test func differencesThatAreShownRaiseAnAlarm() {
    let text = lines(analysis([50, 90], examples: [right, wrong])).joined(separator: "\n")
    #expect(text.hasPrefix("examples   ✗ 1 of 2 right\n"))
    #expect(
      text.contains(
        "✗ row 20417 (reason \"appeal of 2023\"): predicted <=50K (66.1 %), must be >50K"))
    // 0.5 / 0.9; 400 draws in none of which the groups are as far apart, of two criteria.
    #expect(text.contains("! selection rate ratio 0.56 ["))
    #expect(text.contains("(p = .005, below 0.8)"))
    #expect(text.contains("below 0.8 is an alarm, not a proof"))
    #expect(text.contains("slices     ! 1 of 2 slices worse than the rest in accuracy"))
    #expect(text.contains("✗ sex = f: 0.500 ["))
  }

  @Test func differencesThatMayBeChanceRaiseNone() {
    // 8 and 12 of 100: a ratio of two thirds.
    let text = lines(analysis([8, 12], examples: [right])).joined(separator: "\n")
    #expect(text.hasPrefix("examples   ✓ 1 of 1 right\n"))
    #expect(text.contains("sex · selection rate ratio 0.67 ["))
    #expect(text.contains("(no difference shown, p = "))
    #expect(!text.contains("not a proof"))
    #expect(text.contains("slices     · no slice is shown to be worse than the rest in accuracy"))
  }

  @Test func verdictsNameKeyExamplesFirstAndGroupsLast() {
    func verdict(_ analysis: AnalysisRecord, _ goal: GoalRecord.Verdict) -> Verdict {
      var record = Sample.binary
      record.goals = [
        GoalRecord(
          metric: "m", slice: nil, bound: .atMost(0.5), estimate: Sample.estimate(0.25),
          unit: .ratio, verdict: goal)
      ]
      record.analysis = analysis
      record.baselines = []
      return Verdict(of: record)
    }
    let bad = verdict(analysis([90, 90], examples: [right, wrong]), .met)
    #expect(bad.tone == .bad)
    #expect(
      bad.sentence
        == "A key example is predicted wrong: row 20417 (reason \"appeal of 2023\"): predicted "
        + "<=50K (66.1 %), must be >50K")
    #expect(bad.addition?.hasPrefix("The goal is met.") == true)
    let two = verdict(analysis([90, 90], examples: [wrong, wrong, right]), .missed)
    #expect(two.sentence == "Two of 3 key examples are predicted wrong")
    let uneven = verdict(analysis([50, 90]), .met)
    #expect(uneven.tone == .caution)
    #expect(uneven.sentence.hasPrefix("The goal is met; groups by sex differ in selection rate"))
    let even = verdict(analysis([8, 12]), .met)
    #expect(even.tone == .good)
    #expect(even.sentence == "The goal is met")
  }

  @Test func theReportSaysTheSameAndEscapesNames() {
    var hostile = wrong
    hostile.reason = "<script>alert(1)</script>"
    let html = GroupSection(
      analysis: analysis([50, 90], examples: [right, hostile]), headline: accuracy
    ).html.markup.replacing("\u{A0}", with: " ")
    #expect(!html.contains("<script>"))
    #expect(html.contains("1 of 2 key examples are predicted right; the run fails until all are."))
    #expect(html.contains("“sex = f” is worse than the other rows in accuracy."))
    #expect(html.contains("50 of 100"))
    #expect(html.contains("Below 0.8 is an alarm, not a proof."))
  }
}
