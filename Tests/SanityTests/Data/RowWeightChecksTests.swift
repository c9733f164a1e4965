import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// Checks of the data with row weights against the same data with repeated rows.
@Suite struct RowWeightChecksTests {
  /// 60 train rows of class 0 and 12 of class 1, then as many test rows, with weights.
  private func fixture(weightOfRare: Double) -> GateFixture {
    let classes = (0..<144).map { $0 % 6 == 0 ? 1 : 0 }
    var fixture = GateFixture(
      columns: [normals(144, seed: 3), normals(144, seed: 4)], classes: classes, train: 72, test: 72
    )
    fixture.weights = classes.map { $0 == 1 ? weightOfRare : 1 }
    return fixture
  }

  private func check(_ code: CheckCode, _ fixture: GateFixture) throws -> CheckResult {
    try fixture.check(code)
  }

  @Test func imbalanceIsThatOfTheWeights() throws {
    // 60 / (12 · 4) and 60 / (12 · .25).
    #expect(try check("SD06", fixture(weightOfRare: 4)).value == 1.25)
    let rare = try check("SD06", fixture(weightOfRare: 0.25))
    #expect(rare.value == 20 && rare.verdict == .warning)
    #expect(
      rare.message
        == "class \"class_1\" has 4.8 % of the weight of the train rows, 1 for 20.0 of \"class_0\"")
  }

  @Test func rowsToEvaluateOnAreTheEffectiveOnes() throws {
    // (60 + 12 · 5)² / (60 + 12 · 25) = 40.
    let found = try check("SD22", fixture(weightOfRare: 5))
    #expect(found.value == 40 && found.verdict == .note)
    #expect(found.message.contains("72 rows, with their weights as good as 40.0, to evaluate on"))
  }

  /// Test rows of one class have three times the weight: half of the weight instead of a quarter.
  @Test func driftIsThatOfTheWeights() throws {
    let classes = (0..<800).map { $0 % 4 == 0 ? 1 : 0 }
    var fixture = GateFixture(
      columns: [normals(800, seed: 3), normals(800, seed: 4)], classes: classes, train: 400,
      test: 400)
    fixture.weights = [Double](repeating: 1, count: 800)
    #expect(try check("SD15", fixture).value == 0)
    fixture.weights = (0..<800).map { $0 >= 400 && classes[$0] == 1 ? 3 : 1 }
    let found = try check("SD15", fixture)
    #expect(found.verdict == .warning && abs((found.value ?? 0) - 0.25) < 1e-12)
  }

  @Test func theDistanceOfDistributionsCountsWeights() {
    // Below 2: 1/4 of the one and 3/4 of the other.
    let a = WeightedValues([1, 2], [1, 3])
    let b = WeightedValues([2, 1], [1, 3])
    #expect(kolmogorovSmirnovDistance(a, b) == 0.5)
    #expect(kolmogorovSmirnovDistance(a, WeightedValues([1, 2, 2, 2], nil)) == 0)
  }

  /// Three equal rows of classes 0, 0, 1 with weights 1, 1, 4, and a row of its own: the best of
  /// the group has weight 4 of 6.
  @Test func theCeilingCountsWeights() {
    let groups: [ArraySlice<Int>] = [[0, 1, 2], [3]]
    let ceiling = ConflictCeiling(
      targets: .classes([0, 0, 1, 0], classCount: 2), weights: [1, 1, 4, 2], groups: groups)
    #expect(ceiling.accuracy == 0.75 && ceiling.conflictRowCount == 3)
    // Of 0, 0, 3 with these weights the mean is 2 and Σ w(x − 2)² = 4 + 4 + 4, of a weight of 8.
    let numbers = ConflictCeiling(
      targets: .values([0, 0, 3, 9]), weights: [1, 1, 4, 2], groups: groups)
    #expect(abs(numbers.squaredError - 1.5) < 1e-15)
  }
}
