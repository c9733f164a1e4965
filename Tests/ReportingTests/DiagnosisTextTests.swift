import Findings
import Runs
import Schema
import Testing
import Text

@testable import Reporting

@Suite struct DiagnosisTextTests {
  private static let place = SpecPlace(
    file: "experiments/broken/learning-rate.yaml", line: 15, column: 41,
    excerpt: "  optimizer: {kind: sgd, learning_rate: 30}", length: 2, isSet: true)

  private static func history(_ end: Double?, steps: Int) -> SubsetHistory {
    SubsetHistory(
      startLoss: 2.31, endLoss: end, neededLoss: 0.05, stepCount: steps,
      curve: [2.31, end ?? 40])
  }

  private static func repair(
    _ path: SettingPath, _ old: String?, _ new: String, _ place: SpecPlace = place, steps: Int
  ) -> Diagnosis.Repair {
    Diagnosis.Repair(
      cause: "\(path) is too high",
      changes: [.init(path: path, old: old, new: new, place: place)],
      after: history(0.0312, steps: steps),
      clues: ["a learning rate of 30 is far from any usual one"],
      isConfirmed: true)
  }

  static let rate = Diagnosis(
    codes: ["SO01"], verdict: .repairable,
    cause: "training.optimizer.learning_rate is too high", before: history(nil, steps: 90),
    repair: repair("training.optimizer.learning_rate", "30", "0.3", steps: 71),
    alternatives: [
      repair("training.optimizer.learning_rate", "30", "0.03", steps: 212),
      repair("model.activation", "relu", "tanh", steps: 1_200),
    ],
    ruledOut: ["scale", "initialization", "width", "labels"],
    findings: ["gradients agree with central differences"], untried: ["depth"],
    savedShare: 0.9971, savedSeconds: 41, elapsedSeconds: 0.4)

  private func lines(_ diagnosis: Diagnosis, width: Int = 100) -> [String] {
    let text = DiagnosisText(
      diagnosis: diagnosis, arguments: ["experiments/broken/learning-rate.yaml"],
      block: Block(width: width))
    return (text.why + [""] + text.fix).rendered(colors: false)
  }

  @Test func saysWhyAndWhatToChange() {
    #expect(
      lines(Self.rate).joined(separator: "\n") == """
        why        training.optimizer.learning_rate is too high  (tried, not guessed)
                   experiments/broken/learning-rate.yaml:15:41: 30 → 0.3 overfits in 71 steps: loss 0.0312,
                   as written not finite
                     15 |   optimizer: {kind: sgd, learning_rate: 30}
                        |                                         ^^
                   evidence: a learning rate of 30 is far from any usual one
                   also works: 0.03 (212 steps); model.activation relu → tanh (1,200 steps)
                   ruled out: scale, initialization, width, labels; gradients agree with central differences
                   not tried, to save time: depth

        fix        assay check experiments/broken/learning-rate.yaml --fix
                   saved: 99.7 % of the run's compute (about 41 s)
        """)
  }

  @Test func pointsAtTheSectionOfAKeyThatIsNotSet() {
    let section = SpecPlace(
      file: "a.yaml", line: 4, column: 1, excerpt: "training:", length: 8, isSet: false)
    let diagnosis = Diagnosis(
      codes: ["SO01"], verdict: .repairable, cause: "training.optimizer.learning_rate is too low",
      before: nil,
      repair: Self.repair("training.optimizer.learning_rate", "0.001", "0.1", section, steps: 1),
      elapsedSeconds: 0.1)
    #expect(
      lines(diagnosis).prefix(5).joined(separator: "\n") == """
        why        training.optimizer.learning_rate is too low  (tried, not guessed)
                   a.yaml:4:1: training.optimizer.learning_rate: 0.001 (not set; the default) → 0.1 overfits
                   in 1 step: loss 0.0312
                      4 | training:
                        | ^^^^^^^^
        """)
  }

  /// Nothing stopped: the edit is reported with its effect on held-out rows.
  @Test func reportsAnImprovementOnHeldOutRows() {
    func repair(_ path: SettingPath, _ new: String, _ loss: Double) -> Diagnosis.Repair {
      Diagnosis.Repair(
        cause: "\(path) is too strong",
        changes: [.init(path: path, old: "30", new: new, place: Self.place)],
        after: SubsetHistory(
          startLoss: nil, endLoss: nil, neededLoss: nil, stepCount: 0, curve: []),
        clues: ["training.l2 is 30"], isConfirmed: true,
        heldOut: .init(asWritten: 0.993, changed: loss, rowCount: 108, stepCount: 700))
    }
    let diagnosis = Diagnosis(
      codes: ["SS05"], verdict: .improvable, cause: "training.l2 is too strong", before: nil,
      repair: repair("training.l2", "0.003", 0.312),
      alternatives: [repair("model.dropout", "0", 0.71)], elapsedSeconds: 0.1)
    let shown = lines(diagnosis)
    #expect(shown.first == "better     training.l2 is too strong  (tried, not guessed)")
    #expect(
      shown.joined(separator: " ").split(separator: " ").joined(separator: " ").contains(
        "30 → 0.003 on 108 held-out train rows, after 700 steps, the loss is 0.312 of the prior "
          + "predictor's, as written 0.993"))
    #expect(shown.contains { $0.contains("also works: model.dropout 30 → 0 (loss 0.71") })
    let html = DiagnosisSection(diagnosis: diagnosis).html.markup
    #expect(html.contains("The pipeline learns as it is"))
    #expect(html.contains("0.312 of the prior predictor's, as written 0.993."))
  }

  @Test func admitsThatItDoesNotKnow() {
    let diagnosis = Diagnosis(
      codes: ["SO01"], verdict: .unknown, cause: "unknown: none of 31 changes makes it pass",
      before: nil, ruledOut: ["scale", "labels"], elapsedSeconds: 0.1)
    #expect(
      lines(diagnosis) == [
        "why        unknown: none of 31 changes makes it pass",
        "           ruled out: scale, labels", "",
      ])
  }

  @Test func cutsALongLineAroundTheValue() {
    let long = SpecPlace(
      file: "a.yaml", line: 4, column: 151,
      excerpt: String(repeating: "x", count: 150) + "30" + String(repeating: "y", count: 50),
      length: 2, isSet: true)
    let diagnosis = Diagnosis(
      codes: ["SO01"], verdict: .repairable, cause: "it is too high", before: nil,
      repair: Self.repair("training.l2", "30", "0.3", long, steps: 1), elapsedSeconds: 0.1)
    let shown = lines(diagnosis, width: 60)
    // The command stands on one line, to be copied.
    for line in shown where !line.hasPrefix("fix") {
      #expect(TextWidth.columns(of: line) <= 60, "\(line)")
    }
    guard let carets = shown.firstIndex(where: { $0.hasSuffix("^^") }) else {
      Issue.record("no carets in \(shown)")
      return
    }
    #expect(Array(shown[carets - 1])[shown[carets].count - 2] == "3")
  }

  @Test func theReportDrawsBeforeAndAfter() {
    let html = DiagnosisSection(diagnosis: Self.rate).html.markup
    #expect(html.contains("training.optimizer.learning_rate is too high."))
    #expect(html.contains("as written"))
    #expect(html.contains("30 → <b>0.3</b>"))
    #expect(html.contains("Ruled out: scale, initialization, width, labels."))
  }

  @Test func theRunNamesTheCommand() {
    var record = Sample.stopped
    record.gate = GateReport(
      checks: record.gate?.checks ?? [], diagnosis: Self.rate, elapsedSeconds: 0.5)
    let lines = TerminalSummary.lines(record, directory: "runs/x", width: 100, colors: false)
    #expect(lines.contains("fix        assay check experiments/broken/learning-rate.yaml --fix"))
    #expect(!lines.contains { $0.contains("too wide for this activation") })
    let steps = NextStep.steps(after: record)
    #expect(steps.first?.title == "Set training.optimizer.learning_rate to 0.3.")
  }
}
