import Findings
import HealthyPipelines
import Learning
import Schema
import Testing

@testable import Sanity

/// SI18 where the curvature is known: x = ±1 in turn, so that the mean of (y − w·x − b)² / 2 has
/// the Hessian's diagonal 1 with respect to w and to b, and plain descent converges below a rate of 2.
@Suite struct LearningRateTests {
  private func check(
    rate: Double, _ change: (inout TrainingPlan) -> Void = { _ in }
  ) throws -> CheckResult {
    let x = (0..<200).map { $0 % 2 == 0 ? 1.0 : -1 }
    var plan = TrainingPlan.with("sgd", rate: rate)
    plan.batchSize = 1_000
    change(&plan)
    return try GateFixture(columns: [x], values: normals(200, seed: 3), train: 120, dev: 80)
      .with(model("linear", [("solver", "sgd")]), plan).check("SI18")
  }

  @Test func twoOverTheCurvatureIsTheBound() throws {
    let below = try check(rate: 1.9)
    #expect(below.verdict == .passed)
    #expect(abs(try #require(below.value) - 0.95) < 1e-6)
    #expect(below.message == "the learning rate is 95 % of the largest that converges")
    let above = try check(rate: 2.1)
    #expect(above.verdict == .stop)
    #expect(above.message == "learning rate 2.10 diverges: steps converge below 2.00")
  }

  @Test func onlyPlainDescentOnAllRowsIsProven() throws {
    for (name, change): (String, (inout TrainingPlan) -> Void) in [
      ("batches", { $0.batchSize = 32 }), ("clipping", { $0.clipNorm = 1 }),
      ("l1", { $0.l1 = 0.1 }), ("another loss", { $0.loss = .huber }),
    ] {
      let result = try check(rate: 10, change)
      #expect(result.verdict == .warning, "\(name): \(result.message)")
      #expect(result.message.hasPrefix("learning rate 10.0 may diverge: "), "\(name)")
    }
  }

  @Test func aSumIsAsManyTimesSteeper() throws {
    // 120 rows in a step: the largest rate is 2 / 120 = 0.0167.
    #expect(try check(rate: 0.016) { $0.reduction = .sum }.verdict == .passed)
    let result = try check(rate: 0.017) { $0.reduction = .sum }
    #expect(result.verdict == .stop)
    #expect(result.message == "learning rate 0.0170 diverges: steps converge below 0.0167")
  }
}
