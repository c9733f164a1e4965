import Findings
import Schema
import Testing

@testable import Sanity

@Suite struct CauseRankingTests {
  private func check(
    _ code: CheckCode, _ verdict: CheckResult.Verdict, _ causes: [String] = []
  ) -> CheckResult {
    CheckResult(
      code: code, title: "", evidenceKind: checkCatalog[code]?.evidenceKind ?? .finding,
      verdict: verdict, message: "message of \(code)",
      causes: causes.isEmpty ? [code.rawValue] : causes, elapsedSeconds: 0)
  }

  private func order(_ checks: [CheckResult], _ diagnosis: Diagnosis? = nil) -> [String] {
    CauseRanking.causes(of: checks, diagnosis: diagnosis).map(\.text)
  }

  private func diagnosis(
    _ verdict: Diagnosis.Verdict, repairs: [String], clues: [String] = []
  ) -> Diagnosis {
    let found = repairs.map {
      Diagnosis.Repair(
        cause: $0,
        changes: [
          Diagnosis.Change(
            path: SettingPath($0), old: nil, new: "1",
            place: SpecPlace(
              file: "", line: nil, column: nil, excerpt: "", length: 0, isSet: false))
        ],
        after: SubsetHistory(
          startLoss: nil, endLoss: nil, neededLoss: nil, stepCount: 0, curve: []), clues: clues,
        isConfirmed: true)
    }
    return Diagnosis(
      codes: [], verdict: verdict, cause: "fault", before: nil, repair: found.first,
      alternatives: Array(found.dropFirst()), elapsedSeconds: 0)
  }

  /// Unscaled inputs make a monitor stop the training, and label what it saw a learning rate.
  @Test func aScaleFoundInTheDataComesBeforeAMonitorsStop() {
    let checks = [
      check("SD04", .warning, ["preprocessing.scale: none"]),
      check("SI03", .warning, ["model.initialization_scale is too large"]),
      check("ST03", .stop, ["training.optimizer.learning_rate is too high"]),
      check("SE01", .warning, ["too few rows to detect a difference"]),
    ]
    #expect(
      order(checks) == [
        "preprocessing.scale: none", "model.initialization_scale is too large",
        "training.optimizer.learning_rate is too high", "too few rows to detect a difference",
      ])
  }

  @Test func goesFromWhatLeavesOneExplanationToWhatLeavesMany() {
    let codes: [CheckCode] = ["SE07", "ST12", "SO01", "SI05", "SD14", "SS05", "SI10"]
    #expect(order(codes.map { check($0, .warning) }) == codes.reversed().map(\.rawValue))
  }

  /// An id among the inputs is one finding; pixels that are always dark are in all such data.
  @Test func whatSoundDataShareComesAfterWhatTheyDoNot() {
    let codes: [CheckCode] = ["SD02", "SD14", "SD10", "SD11", "SD20", "SD12"]
    let checks = codes.map { check($0, .warning) }
    #expect(order(checks) == ["SD10", "SD11", "SD12", "SD02", "SD14", "SD20"])
  }

  /// A leak does not hide why a pipeline cannot learn, and no improvement hides a leak.
  @Test func aLeakComesAfterARepairAndBeforeAnImprovement() {
    let leak = check("SD09", .stop, ["copies"])
    #expect(
      order([leak, check("SO01", .stop)], diagnosis(.repairable, repairs: ["rate"]))
        == ["rate", "copies", "SO01"])
    #expect(
      order([leak], diagnosis(.improvable, repairs: ["l2"], clues: ["l2 is 30"]))
        == ["copies", "l2"])
  }

  @Test func stopsComeBeforeWarningsOfTheSameKind() {
    let checks = [check("SD06", .warning), check("SD12", .stop), check("ST11", .warning)]
    #expect(order(checks) == ["SD12", "SD06", "ST11"])
  }

  @Test func whatPassedSaysNothingAndACheckWithoutCausesItsMessage() {
    let silent = CheckResult(
      code: "SD06", title: "", evidenceKind: .finding, verdict: .warning,
      message: "one class is rare", elapsedSeconds: 0)
    let checks = [check("SD04", .passed), check("SD10", .note), check("SD12", .waived), silent]
    #expect(order(checks) == ["one class is rare"])
  }

  @Test func whatWasTriedComesFirst() {
    let checks = [check("SD04", .warning), check("SO01", .stop)]
    #expect(
      order(checks, diagnosis(.repairable, repairs: ["a", "b"])) == ["a", "b", "SD04", "SO01"])
    #expect(
      order(checks, diagnosis(.improvable, repairs: ["a"], clues: ["SO12"]))
        == ["a", "SD04", "SO01"])
    #expect(order(checks, diagnosis(.faultyUpdate, repairs: [])) == ["fault", "SD04", "SO01"])
    // What is not known is no cause.
    #expect(order(checks, diagnosis(.unknown, repairs: [])) == ["SD04", "SO01"])
    let first = CauseRanking.causes(of: [], diagnosis: diagnosis(.repairable, repairs: ["a"]))[0]
    #expect(first.source == .diagnosis)
    #expect(first.edits == [SpecEdit("a", "1")])
  }

  /// Wrong labels are less of a harm at another learning rate, which is no reason to blame it.
  @Test func factsComeBeforeAChangeThatNothingSpokeFor() {
    let codes: [CheckCode] = ["SI18", "SD21", "SO12", "SD10"]
    let checks = codes.map { check($0, .warning) }
    let rate = "training.optimizer.learning_rate"
    for (repair, clues) in [("a", []), (rate, []), (rate, ["SI18"])] {
      #expect(
        order(checks, diagnosis(.improvable, repairs: [repair, "b"], clues: clues))
          == ["SD10", "SD21", repair, "b", "SI18", "SO12"])
    }
    #expect(
      order(checks, diagnosis(.repairable, repairs: [rate])).first == rate,
      "what turns a stop into a pass explains it")
  }

  /// Beside a stop only what explains it better is shown.
  @Test func showsAWarningBesideAStopOnlyWhereItsEvidenceIsStronger() {
    let checks = [
      check("SD04", .warning, ["preprocessing.scale: none"]), check("SD14", .warning, ["drift"]),
      check("ST03", .stop, ["rate", "loss"]), check("ST11", .warning, ["overfitting"]),
      check("SE01", .warning, ["few rows"]),
    ]
    #expect(CauseRanking.texts(of: checks) == ["preprocessing.scale: none", "rate", "loss"])
    #expect(CauseRanking.texts(of: [check("SD12", .stop, ["shift"]), checks[0]]) == ["shift"])
  }
}
