import Evaluation
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// Where the checks of predictions begin to speak: just below and just above their limits.
@Suite struct PredictionLimitsTests {
  /// −1 and 1 in turn: of mean 0 and variance 1.
  private func signs(_ count: Int) -> [Double] { (0..<count).map { $0 % 2 == 0 ? 1 : -1 } }

  /// Train rows whose mean is 0, with the truth as their only input.
  private func train(_ count: Int = 60) -> TrainingSet {
    .numbers(signs(count).map { [$0] }, signs(count))
  }

  @Test func aSureGainWithoutSpreadHasNoBound() {
    func score(_ outputs: [Double], _ truth: [Double]) -> Double? {
      ConstantGain(
        outputs: Matrix(rowCount: outputs.count, columnCount: 1, storage: outputs),
        targets: .values(truth), weights: nil, prior: .mean(0)
      )?.score
    }
    // Squared errors of 1 for the prediction 0, and of 0 or 1 for the model: gains of 1 or 0 each.
    #expect(score([1, -1, 1], [1, -1, 1]) == .infinity)
    #expect(score([0, 0, 0], [1, -1, 1]) == 0)
    #expect(score([.nan, 0, 0], [1, -1, 1]) == -.infinity)
    #expect(score([1, 1, 1], [0, 0, 0]) == nil, "a constant prediction has no loss")
  }

  @Test func tenRowsAreJudged() throws {
    for (count, verdict) in [(9, CheckResult.Verdict.notApplicable), (10, .passed)] {
      let context = AfterContext.handmade(
        train: train(), predictions: .numbers(signs(count), truth: signs(count)))
      #expect(try context.check("SE01").verdict == verdict)
    }
  }

  /// A loss of `loss` times that of a constant prediction, after a gate that saw these checks.
  private func tooGood(
    _ loss: Double, _ seen: [(code: CheckCode, verdict: CheckResult.Verdict)]
  ) throws -> CheckResult {
    let truth = signs(20)
    let gate = GateReport(
      checks: seen.map {
        CheckResult(
          code: $0.code, title: "", evidenceKind: .finding, verdict: $0.verdict, message: "seen",
          causes: ["a leak"],
          elapsedSeconds: 0)
      }, elapsedSeconds: 0)
    return try AfterContext.handmade(
      train: train(),
      predictions: .numbers(truth.map { $0 + loss.squareRoot() }, truth: truth), gate: gate
    ).check("SE02")
  }

  @Test func aGoodResultIsDoubtedOnlyWithMarksOfALeak() throws {
    // A loss of 1/16 is below a tenth, and 1/4 is not.
    let result = try tooGood(1.0 / 16, [("SD10", .warning), ("SD11", .waived), ("SD19", .stop)])
    #expect(result.verdict == .warning)
    #expect(result.message.hasSuffix(", and SD10, SD11, SD19 reported a possible leak"))
    #expect(result.evidence.map(\.title) == ["SD10", "SD11", "SD19"])
    #expect(try tooGood(1.0 / 4, [("SD10", .warning)]).verdict == .passed)
    #expect(
      try tooGood(1.0 / 4, [("SD10", .warning)]).message
        == "loss is 25 % of a constant prediction's")
    // What other checks say is no mark of a leak, and neither is a check that passed.
    #expect(try tooGood(1.0 / 16, [("SS01", .warning), ("SD10", .passed)]).verdict == .passed)
    #expect(try tooGood(1.0 / 16, [("SD09", .note)]).verdict == .passed)
  }

  @Test func aConstantOfNumbersIsACollapse() throws {
    func result(_ outputs: [Double]) throws -> CheckResult {
      try AfterContext.handmade(
        train: train(), predictions: .numbers(outputs, truth: signs(20))
      ).check("SE12")
    }
    // Deviations of a hundredth and of a ten-thousandth: variances of 1e-4 and 1e-8.
    let varied = try result(signs(20).map { 0.01 * $0 })
    #expect(varied.verdict == .passed)
    #expect(varied.message == "predictions vary")
    #expect(varied.threshold == 1e-6)
    let alike = try result(signs(20).map { 1e-4 * $0 })
    #expect(alike.verdict == .warning)
    #expect(alike.message == "the same number is predicted for every row")
    #expect(alike.threshold == 1e-6)
    #expect(try result(signs(20)).value == 1)
  }

  @Test func aClassThatTakesNearlyAllIsACollapse() throws {
    let truth = (0..<100).map { $0 % 2 }
    func result(_ others: Int, _ truth: [Int]) throws -> CheckResult {
      let guesses = (0..<100).map { $0 < others ? 0 : 1 }
      return try AfterContext.handmade(
        predictions: .classes(guesses, truth: truth, of: 2)
      ).check("SE12")
    }
    let nearly = try result(1, truth)
    #expect(nearly.verdict == .warning)
    #expect(
      nearly.message
        == "99 % of the rows are predicted as \"class_1\"; the most frequent class has 50 %")
    #expect(try result(2, truth).verdict == .passed)
    // Of a class with 95 of 100 rows it is no news, with 94 it is.
    #expect(try result(0, (0..<100).map { $0 < 5 ? 0 : 1 }).verdict == .passed)
    #expect(try result(0, (0..<100).map { $0 < 6 ? 0 : 1 }).verdict == .warning)
  }

  @Test func classesOfFewRowsMayBeMissed() throws {
    // All 79 rows are taken for class 0: of class 1 there are 20, of class 2 there are 19.
    let truth = (0..<79).map { $0 < 40 ? 0 : $0 < 60 ? 1 : 2 }
    let guesses = [Int](repeating: 0, count: 79)
    let result = try AfterContext.handmade(
      predictions: .classes(guesses, truth: truth, of: 3)
    ).check("SE13")
    #expect(result.verdict == .warning)
    #expect(result.message == "no row of \"class_1\" is predicted correctly, 20 rows in all")
    // A class without any row is not missed.
    let absent = try AfterContext.handmade(
      predictions: .classes(guesses, truth: guesses, of: 3)
    ).check("SE13")
    #expect(absent.verdict == .passed)
  }

  @Test func devAndTestNeedThirtyRowsEach() throws {
    func result(test: Int, dev: Int) throws -> CheckResult {
      try AfterContext.handmade(
        predictions: .numbers(signs(test).map { 9 * $0 }, truth: signs(test)),
        devPredictions: .numbers(signs(dev).map { 0.9 * $0 + 0.1 }, truth: signs(dev))
      ).check("SE05")
    }
    #expect(try result(test: 30, dev: 30).verdict == .warning)
    for (test, dev) in [(29, 30), (30, 29)] {
      #expect(
        try result(test: test, dev: dev).message == "there are fewer than 30 dev or test rows")
    }
  }

  @Test func aFitIsKeptWhereHalfOfItsGainIs() throws {
    // On train nothing is left; on the judged rows the given fraction of a constant prediction's loss.
    func result(_ loss: Double, model: HandmadeModel = .numbers { $0[0] }) throws -> CheckResult {
      let truth = signs(40)
      return try AfterContext.handmade(
        model: model, train: train(),
        predictions: .numbers(truth.map { $0 + loss.squareRoot() }, truth: truth)
      ).check("SE09")
    }
    #expect(try result(0.49).verdict == .passed)
    let lost = try result(0.5625)
    #expect(lost.verdict == .note)
    #expect(lost.message == "44 % reduction in loss from a constant prediction, on train 100 %")
    // Outputs of 0.1 · y leave 0.81 of the loss, of 0.004 · y 0.992.
    #expect(try result(0.5625, model: .numbers { 0.1 * $0[0] }).verdict == .passed)
    #expect(
      try result(0.5625, model: .numbers { 0.004 * $0[0] }).message
        == "nothing was learned: see ST03")
  }

  @Test func inputsThatMoveNothingAreNamed() throws {
    func result(
      rows: Int = 60, _ predict: @escaping @Sendable ([Double]) -> Double
    ) throws -> CheckResult {
      let inputs = (0..<rows).map { i in [signs(rows)[i], Double(i % 3), 7] }
      return try AfterContext.handmade(
        model: HandmadeModel.numbers(predict), train: .numbers(inputs, signs(rows)),
        inputNames: ["first", "second", "constant"]
      ).check("SE08")
    }
    let one = try result { $0[0] + $0[2] }
    #expect(one.verdict == .note)
    #expect(one.message == "1 input makes no difference: \"second\"")
    // A millionth of the spread is a difference, a billionth is none; a constant can make none.
    #expect(try result { $0[0] + 1e-5 * $0[1] }.verdict == .passed)
    #expect(try result { $0[0] + 1e-9 * $0[1] }.message == one.message)
    #expect(try result { _ in 3 }.message == "all predictions are the same")
    #expect(try result(rows: 19) { $0[0] }.message == "fewer than 20 train rows")
    #expect(try result(rows: 20) { $0[0] }.verdict == .note)
  }
}
