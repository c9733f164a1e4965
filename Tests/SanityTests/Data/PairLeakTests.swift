import Datasets
import Findings
import HealthyPipelines
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SD28: two columns that together give the target.
@Suite struct PairLeakTests {
  private let target = normals(400, seed: 1)
  private let other = normals(400, seed: 2)

  /// A column each of which says little alone, and two more that say nothing.
  private func fixture(_ first: [Double], _ second: [Double]) -> GateFixture {
    GateFixture(
      columns: [normals(400, seed: 3), first, normals(400, seed: 4), second], values: target,
      train: 400)
  }

  @Test func findsDifferencesSumsAndRatios() throws {
    let pairs: [(String, [Double], [Double])] = [
      ("difference", zip(target, other).map { $0 + 3 * $1 }, other.map { 3 * $0 }),
      ("sum", zip(target, other).map { $0 - 3 * $1 }, other.map { 3 * $0 }),
      ("ratio", zip(target, other).map { $0 * (9 + 3 * $1) }, other.map { 9 + 3 * $0 }),
    ]
    for (rule, first, second) in pairs {
      let result = try fixture(first, second).check("SD28")
      #expect(result.verdict == .warning, "\(rule): \(result.message)")
      #expect(result.message.hasPrefix("\"x1\", \"x3\" together predict 100 % of the target by"))
      #expect(result.message.contains("their \(rule)"), "\(result.message)")
      #expect(result.edits == [SpecEdit("data.features.x3", "drop")])
    }
  }

  /// Class 1 where both columns are above their threshold: neither says so alone.
  @Test func findsTwoThresholds() throws {
    let (a, b) = (normals(400, seed: 5), normals(400, seed: 6))
    let classes = zip(a, b).map { $0 > 0.2 && $1 > -0.3 ? 1 : 0 }
    let fixture = GateFixture(
      columns: [normals(400, seed: 3), a, b], classes: classes, train: 400)
    let result = try fixture.check("SD28")
    #expect(result.verdict == .warning)
    #expect(result.message.contains("thresholds, one of each"), "\(result.message)")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func isSilentOnSoundTasks(seed: UInt64) throws {
    for fixture in [
      GateFixture.healthy(rows: 300, seed: seed), .healthyNumbers(seed: seed),
      .healthy(rows: 300, classes: 4, seed: seed),
    ] {
      let result = try fixture.check("SD28")
      #expect([.passed, .notApplicable].contains(result.verdict), "\(result.message)")
    }
    // Two of the inputs decide, with some noise.
    let (a, b) = (normals(300, seed: seed + 20), normals(300, seed: seed + 40))
    let noise = normals(300, seed: seed + 60)
    let law = GateFixture(
      columns: [a, b, normals(300, seed: seed + 80)],
      values: (0..<300).map { a[$0] - b[$0] + 0.2 * noise[$0] }, train: 300)
    #expect(try law.check("SD28").verdict == .passed)
  }
}
