import Findings
import HealthyPipelines
import Learning
import Schema
import Testing

@testable import Sanity

/// Pipelines that no check stops, and one edit of which is better.
@Suite struct ImprovementTests {
  private func gate(_ fixture: GateFixture, _ variants: FixtureVariants) throws -> GateReport {
    let context = fixture.context
    return try Gate.run(
      GateContext(
        dataset: context.dataset, inputNames: context.inputNames, train: context.train,
        dev: context.dev, test: context.test, recipe: context.recipe, plan: context.plan,
        settings: fixture.settings, variants: variants, seed: 1))
  }

  /// A network whose plan is made from the edited settings; numbers and words alike.
  private func report(
    _ settings: [SettingPath: Literal], rows: Int = 400,
    _ plan: @escaping @Sendable (_ value: (SettingPath) -> Double?) -> TrainingPlan
  ) throws -> GateReport {
    let values = settings.compactMapValues { literal -> Double? in
      switch literal {
      case .number(let number): number
      case .integer(let integer): Double(integer)
      case .boolean(let flag): flag ? 1 : 0
      default: nil
      }
    }
    let fixture = GateFixture.healthy(rows: rows).with(model("mlp"), plan { values[$0] })
    let variants = FixtureVariants(fixture: fixture, settings: settings) { changes in
      let recipe = model("mlp")
      return (recipe, plan { path in changes[path].flatMap { Double($0) } ?? values[path] })
    }
    return try gate(fixture, variants)
  }

  /// Labels smoothed by 0.95 leave two classes all but alike.
  @Test func fixesSmoothedLabels() throws {
    let path: SettingPath = "training.label_smoothing"
    let report = try report([path: .number(0.95)]) { value in
      var plan = TrainingPlan.with("adam", rate: 0.01)
      plan.labelSmoothing = value(path) ?? 0
      return plan
    }
    #expect(!report.isStopped)
    let diagnosis = try #require(report.diagnosis)
    #expect(diagnosis.verdict == .improvable)
    #expect(diagnosis.codes.contains("SS05"))
    #expect(diagnosis.repair?.changes.map(\.path) == [path])
    #expect(["0", "0.1"].contains(diagnosis.repair?.changes.first?.new))
    let heldOut = try #require(diagnosis.repair?.heldOut)
    #expect(heldOut.asWritten.map { heldOut.changed < $0 - 0.02 } == true)
  }

  /// An l2 of 30 takes every weight to zero.
  @Test func fixesAPenaltyThatLeavesNothing() throws {
    let path: SettingPath = "training.l2"
    let report = try report([path: .number(30)]) { value in
      var plan = TrainingPlan.with("adam", rate: 0.01)
      plan.l2 = value(path) ?? 0
      return plan
    }
    #expect(!report.isStopped)
    let repair = try #require(report.diagnosis?.repair)
    #expect(repair.changes.map(\.path) == [path])
    #expect(repair.changes.first.flatMap { Double($0.new) }.map { $0 < 0.1 } == true)
    #expect(repair.heldOut.map { $0.changed < 0.5 } == true)
  }

  /// Two epochs of one batch are two steps.
  @Test func fixesATrainingThatIsTooShort() throws {
    let path: SettingPath = "training.epochs"
    let report = try report([path: .integer(2), "training.batch_size": .integer(1_000)]) { value in
      var plan = TrainingPlan.with("adam", rate: 0.01)
      plan.budget = .epochs(Int(value(path) ?? 2))
      plan.batchSize = Int(value("training.batch_size") ?? 1_000)
      return plan
    }
    #expect(!report.isStopped)
    let diagnosis = try #require(report.diagnosis)
    let paths = [diagnosis.repair].compactMap(\.self).flatMap(\.changes).map(\.path)
    #expect(paths == [path])
  }

  /// No check knows that a rate that halves each epoch leaves too little: a whole training with a
  /// slower decay shows it.
  @Test func findsAnImprovementWithoutAClue() throws {
    let path: SettingPath = "training.schedule.gamma"
    func report(_ gamma: Double) throws -> GateReport {
      try self.report([path: .number(gamma)]) { value in
        var plan = TrainingPlan.with("adam", rate: 0.001)
        plan.schedule = makeSchedule("exponential", [("gamma", .number(value(path) ?? 1))])
        return plan
      }
    }
    let broken = try report(0.5)
    #expect(
      !broken.checks.contains { [.stop, .warning].contains($0.verdict) && $0.code == "SS10" })
    let diagnosis = try #require(broken.diagnosis)
    #expect(diagnosis.verdict == .improvable)
    #expect(diagnosis.repair?.changes.map(\.path) == [path])
    #expect(diagnosis.repair?.heldOut?.stepCount == 20 * 6, "20 epochs of 192 rows")
  }

  /// Unusual is not wrong: the edit with a clue is tried, and nothing is reported.
  @Test func aSoundPipelineWithAnOddSettingIsLeftAlone() throws {
    let path: SettingPath = "training.batch_size"
    let report = try report([path: .integer(1)], rows: 400) { value in
      var plan = TrainingPlan.with("sgd", rate: 0.02)
      plan.batchSize = Int(value(path) ?? 1)
      return plan
    }
    #expect(!report.isStopped)
    #expect(report.diagnosis == nil)
  }
}
