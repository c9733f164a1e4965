import Datasets
import Findings
import HealthyPipelines
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SD14: columns that drift between parts.
@Suite struct InputDriftTests {
  @Test func warnsOfADriftingColumn() throws {
    var fixture = GateFixture.healthy(rows: 500)
    let values = fixture.columns[2].doubles(at: Array(0..<500))
    fixture.columns[2] = Column(
      name: "x2", values: .numbers(values.enumerated().map { $0 < 400 ? $1 : $1 + 2 }))
    let result = try fixture.check("SD14")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /"x2" of test is distributed differently than in train: distance 0\.\d+/) != nil,
      "\(result.message)")
    // The same where the spec divides by time.
    fixture.splitMethod = .time(column: "x0")
    #expect(try fixture.check("SD14").verdict == .note)
  }

  @Test func warnsOfDriftingCategories() throws {
    var fixture = GateFixture.healthy(rows: 500)
    fixture.columns[1] = Column(
      name: "place",
      values: .categories(
        codes: (0..<500).map { Int32($0 < 400 ? $0 % 4 : 0) }, levels: ["a", "b", "c", "d"]))
    fixture.roles[1] = .category
    fixture.inputs = Matrix(rowCount: 500, columnCount: 5, repeating: 1)
    let result = try fixture.check("SD14")
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "\"place\" of test is distributed differently than in train: distance 0.750")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func acceptsPartsThatAreAlike(seed: UInt64) throws {
    #expect(
      try GateFixture.healthy(rows: 500, columns: 20, seed: seed).check("SD14").verdict == .passed)
  }

  @Test func driftNeedsParts() throws {
    var fixture = GateFixture.healthy()
    fixture.split = Split(train: Array(0..<200), dev: [], test: [])
    for code: CheckCode in ["SD14", "SD18", "SD19", "SD23"] {
      #expect(try fixture.check(code).message == "there is no dev and no test part")
    }
    #expect(
      try GateFixture.healthy(rows: 100).check("SD14").message == "fewer than 50 rows in a part")
  }

  @Test func chiSquaredTailIsThatOfTheDistribution() {
    // Counts 30, 70 against 50, 50: chi-squared 8.333 with 1 degree of freedom, p = 0.00389.
    let p = chiSquaredProbability([30, 70], [50, 50])
    #expect(abs(p - 0.003_892) < 2e-4)
    #expect(chiSquaredProbability([5, 5], [5, 5]) > 0.5)
  }

  @Test func namesTheColumnThatDriftsMost() throws {
    var fixture = GateFixture.healthy(rows: 500)
    for (index, shift) in [(1, 1.0), (3, 2)] {
      let cells = fixture.columns[index].doubles(at: Array(0..<500))
      fixture = fixture.replacing(
        index, by: "x\(index)", cells.enumerated().map { $0 < 400 ? $1 : $1 + shift })
    }
    let result = try fixture.check("SD14")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /"x3" of test is distributed differently than in train: distance 0\.\d+, and 1 more column/
      )
        != nil, "\(result.message)")
  }

  @Test func aSmallDriftIsNoneHoweverSureItIs() throws {
    // Moved by 0.15 deviations: the distance is 2 Φ(0.075) − 1 = 0.06. Of 5,000 rows each, chance
    // gives as much once in 10⁷.
    let cells = normals(10_000, seed: 1).enumerated().map { $0 < 5_000 ? $1 : $1 + 0.15 }
    let fixture = GateFixture(
      columns: [cells], classes: (0..<10_000).map { $0 % 2 }, train: 5_000, test: 5_000)
    let result = try fixture.check("SD14")
    #expect(result.verdict == .passed)
    let distance = try #require(result.value)
    #expect(abs(distance - 0.06) < 0.03)
  }
}
