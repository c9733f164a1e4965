import Findings
import HealthyPipelines
import Testing

@testable import Sanity

/// SD27: targets that are cut off at a greatest value.
@Suite struct CappedTargetTests {
  /// Train rows have targets of their own but for `count` of them, which have 9.
  private func result(cappedRows count: Int, others: (Int) -> Double) throws -> CheckResult {
    var fixture = GateFixture.healthyNumbers()
    fixture.targets = fixture.targets.indices.map { $0 < count ? 9 : others($0) }
    return try fixture.check("SD27")
  }

  @Test func warnsWhereManyRowsHaveTheGreatestTarget() throws {
    let found = try result(cappedRows: 12) { Double($0) / 1_000 }
    #expect(found.verdict == .warning)
    #expect(found.message.hasSuffix("have the greatest target, 9: it may be cut off there"))
  }

  @Test func fewRowsAreNoCap() throws {
    #expect(try result(cappedRows: 9) { Double($0) / 1_000 }.verdict == .passed)
  }

  /// Whole numbers repeat everywhere, not at the end alone: a quarter as often is too often.
  @Test func repeatedValuesAreNoCap() throws {
    #expect(try result(cappedRows: 12) { Double($0 / 4) / 1_000 }.verdict == .passed)
  }

  @Test func ratingsHaveNoCap() throws {
    let found = try result(cappedRows: 40) { Double($0 % 9) }
    #expect(found.message == "the target takes few values")
  }

  @Test func classesHaveNone() throws {
    #expect(try GateFixture.healthy().check("SD27").verdict == .notApplicable)
  }
}
