import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SO02, SO05 and SO11 on trainings whose losses are given.
@Suite struct RegularizerTests {
  /// A trial that ends at 0.04 without regularization and at `end` with them.
  private func regularized(
    _ end: Double, _ change: (inout TrainingPlan) -> Void = { _ in }
  ) throws -> CheckResult {
    var plan = TrainingPlan.with()
    change(&plan)
    return try GateFixture.healthy().with(
      HandmadeRecipe { request in
        let loss = request.isRegularized ? end : 0.04
        return .handmade(
          HandmadeModel.recalling(request.rows.targets, loss: loss), losses: [0.7, loss],
          rowIDs: request.rows.rowIDs)
      }, plan
    ).check("SO02")
  }

  @Test func halfOfTheFitMustRemain() throws {
    // Of ln 2 − 0.04 = 0.653 without, there are 0.333 and 0.313 with: 51 % and 48 %.
    #expect(try regularized(0.36).verdict == .passed)
    let lost = try regularized(0.38)
    #expect(lost.verdict == .warning)
    #expect(
      lost.message == "with its regularization it keeps 48 % of the fit: over-regularized")
    #expect(try regularized(0.04).message == "no regularization is set")
  }

  @Test func onlyRegularisersThatAreOnAreNamed() throws {
    let last = "model.dropout, model.l2 or training.optimizer.weight_decay"
    #expect(try regularized(0.6).causes == [last])
    #expect(try regularized(0.6) { $0.l2 = 0.5 }.causes == ["training.l2: 0.500", last])
    #expect(try regularized(0.6) { $0.l1 = 0.5 }.causes == ["training.l1: 0.500", last])
    #expect(
      try regularized(0.6) { $0.labelSmoothing = 0.1 }.causes
        == ["training.label_smoothing: 0.100", last])
  }

  @Test func aFitThatOnlyKnowsTheClassesShareStops() throws {
    // Two even classes: a constant has ln 2 = 0.693.
    func ending(_ loss: Double) throws -> CheckResult {
      try GateFixture.healthy().with(
        HandmadeRecipe { request in
          .handmade(
            HandmadeModel.recalling(request.rows.targets, loss: loss), losses: [0.7, loss],
            rowIDs: request.rows.rowIDs)
        }
      ).check("SO05")
    }
    #expect(try ending(0.69).verdict == .passed)
    let result = try ending(0.694)
    #expect(result.verdict == .stop)
    #expect(result.message == "loss ends at 0.694, and without any inputs it would be 0.693")
  }

  @Test func targetsThatAreNoFasterThanShuffledOnesAreNoted() throws {
    // Classes that no input predicts, in ten steps; shuffled ones in as many or one more.
    let fixture = GateFixture(
      columns: (0..<8).map { normals(200, seed: 50 + $0) },
      classes: integers(200, below: 2, seed: 1), train: 200)
    let truth = fixture.rows(.train).targets
    func shuffled(_ steps: Int) throws -> CheckResult {
      try fixture.with(
        HandmadeRecipe { request in
          .handmade(
            HandmadeModel.recalling(request.rows.targets, loss: 0.04), losses: [0.7, 0.04],
            stepCount: request.rows.targets == truth.rows(at: request.rows.rowIDs) ? 10 : steps,
            rowIDs: request.rows.rowIDs)
        }
      ).check("SO11")
    }
    let alike = try shuffled(10)
    #expect(alike.verdict == .note, "\(alike.message)")
    #expect(
      alike.message == "shuffled targets take 1.00 times the steps of the real ones: the model "
        + "finds nothing in them that SD20 misses")
    let harder = try shuffled(11)
    #expect(harder.verdict == .passed)
    #expect(harder.message == "shuffled targets take 1.10 times the steps of the real ones")
  }
}
