import Findings
import Runs
import Schema
import Testing

@testable import Reporting

/// A leak beside a pipeline that cannot learn: both are reported, with the repair of each.
@Suite struct LeakTextTests {
  private static let leak = CheckResult(
    code: "SD09", title: "dev or test rows inside train", evidenceKind: .finding, verdict: .stop,
    message: "100 test rows (33 %) are also in train", causes: ["a part's file holds train rows"],
    remedy: "data.split.repeats: together leaves out the train rows that dev or test repeats",
    edits: [SpecEdit(.splitRepeats, "together")], elapsedSeconds: 0)
  private static let overfit = CheckResult(
    code: "SO01", title: "overfits a small subset", evidenceKind: .subset, verdict: .stop,
    message: "after 90 steps loss is nan", elapsedSeconds: 0)

  private static func diagnosis(
    _ verdict: Diagnosis.Verdict, codes: [CheckCode]
  ) -> Diagnosis {
    let place = SpecPlace(
      file: "a.yaml", line: 9, column: 34, excerpt: "  optimizer: {kind: sgd, learning_rate: 30}",
      length: 2, isSet: true)
    return Diagnosis(
      codes: codes, verdict: verdict, cause: "training.optimizer.learning_rate is too high",
      before: nil,
      repair: .init(
        cause: "training.optimizer.learning_rate is too high",
        changes: [.init(path: .learningRate, old: "30", new: "0.1", place: place)],
        after: .init(startLoss: 2.3, endLoss: 0.03, neededLoss: 0.05, stepCount: 70, curve: []),
        clues: [], isConfirmed: true,
        heldOut: .init(asWritten: 0.9, changed: 0.3, rowCount: 108, stepCount: 700)),
      elapsedSeconds: 0)
  }

  private func lines(_ gate: GateReport) -> [String] {
    GateText.reasons(gate, arguments: ["a.yaml"], in: Block(width: 100)).rendered(colors: false)
  }

  @Test func theCauseThatExplainsTheMostComesFirst() {
    let gate = GateReport(
      checks: [Self.leak, Self.overfit],
      diagnosis: Self.diagnosis(.repairable, codes: ["SO01"]), elapsedSeconds: 0)
    #expect(gate.stops.map(\.code) == ["SO01", "SD09"])
    #expect(
      gate.repairs == [SpecEdit(.splitRepeats, "together"), SpecEdit(.learningRate, "0.1")])
    let text = lines(gate)
    let causes = text.filter { $0.hasPrefix("why ") || $0.hasPrefix("also ") }
    #expect(
      causes == [
        "why        training.optimizer.learning_rate is too high  (tried, not guessed)",
        "also       a part's file holds train rows",
      ])
    #expect(
      text.suffix(2) == [
        "fix        assay check a.yaml --fix",
        "           data.split.repeats: together leaves out the train rows that dev or test repeats",
      ])
  }

  @Test func anImprovementDoesNotExplainALeak() {
    let gate = GateReport(
      checks: [Self.leak], diagnosis: Self.diagnosis(.improvable, codes: ["SS05"]),
      elapsedSeconds: 0)
    let text = lines(gate)
    #expect(text.prefix(2) == ["", "why        a part's file holds train rows"])
    #expect(text.contains { $0.hasPrefix("better     training.optimizer.learning_rate") })
  }

  @Test func aLeakAloneNamesTheCommandThatRepairsIt() {
    #expect(
      lines(GateReport(checks: [Self.leak], elapsedSeconds: 0)) == [
        "", "why        a part's file holds train rows", "",
        "fix        assay check a.yaml --fix",
        "           data.split.repeats: together leaves out the train rows that dev or test repeats",
        "           what the check does: assay explain SD09",
      ])
  }
}
