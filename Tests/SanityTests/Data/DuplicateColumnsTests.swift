import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SD03: inputs that say the same.
@Suite struct DuplicateColumnsTests {
  @Test func warnsOfTheSameQuantityInTwoUnits() throws {
    var fixture = GateFixture.healthy()
    let meters = fixture.columns[1].doubles(at: Array(0..<200))
    fixture.columns[4] = Column(name: "feet", values: .numbers(meters.map { 5 - 3.28 * $0 }))
    let result = try fixture.check("SD03")
    #expect(result.verdict == .warning)
    #expect(result.message == "equal inputs: \"x1\" and \"feet\"")
  }

  @Test func notesNearlyTheSameInputs() throws {
    var fixture = GateFixture.healthy()
    let noise = normals(200, seed: 77)
    let base = fixture.columns[1].doubles(at: Array(0..<200))
    fixture.columns[4] = Column(
      name: "copy", values: .numbers(zip(base, noise).map { $0 + 0.01 * $1 }))
    let result = try fixture.check("SD03")
    #expect(result.verdict == .note)
    #expect(result.message == "nearly equal inputs: \"x1\" and \"copy\"")
  }

  @Test func isSilentOnTheTwoSidesOfOneChoice() throws {
    let side = integers(200, below: 2, seed: 3).map(Double.init)
    let fixture = GateFixture(
      columns: [side, side.map { 1 - $0 }, normals(200, seed: 4)],
      classes: integers(200, below: 2, seed: 5), train: 200)
    #expect(try fixture.check("SD03").verdict == .passed)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func isSilentOnIndependentInputs(seed: UInt64) throws {
    #expect(try GateFixture.healthy(columns: 30, seed: seed).check("SD03").verdict == .passed)
  }

  @Test func oneExactCopyAmongLikesIsEnoughToWarn() throws {
    let fixture = GateFixture.healthy()
    let cells = fixture.columns.map { $0.doubles(at: Array(0..<200)) }
    let near = zip(cells[0], normals(200, seed: 77)).map { $0 + 0.01 * $1 }
    let result = try fixture.replacing(3, by: "near", near)
      .replacing(4, by: "feet", cells[1].map { 5 - 3.28 * $0 }).check("SD03")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "equal inputs: \"x0\" and \"near\", \"x1\" and \"feet\"")
    // The strongest of the correlations, that of the exact copy; the other one is below 0.9999.
    let value = try #require(result.value)
    #expect(abs(value - 1) < 1e-9)
  }

  @Test func namesThreePairsAndCountsTheRest() throws {
    let cells = GateFixture.healthy().columns[0].doubles(at: Array(0..<200))
    var fixture = GateFixture.healthy()
    for index in 1...3 { fixture = fixture.replacing(index, by: "copy_\(index)", cells) }
    // Four alike columns are six pairs.
    #expect(
      try fixture.check("SD03").message == "equal inputs: \"x0\" and \"copy_1\", "
        + "\"x0\" and \"copy_2\", \"x0\" and \"copy_3\", … (6 pairs)")
  }

  @Test func marksOfAFewRowsAgreeByCoincidence() throws {
    func check(marked: Int) throws -> CheckResult {
      let mark = (0..<200).map { $0 < marked ? 1.0 : 0 }
      return try GateFixture(
        columns: [mark, mark, normals(200, seed: 4)], classes: integers(200, below: 2, seed: 5),
        train: 200
      ).check("SD03")
    }
    #expect(try check(marked: 9).verdict == .passed)
    let result = try check(marked: 10)
    #expect(result.verdict == .note)
    #expect(result.message == "nearly equal inputs: \"x0\" and \"x1\"")
  }

  @Test func aNumberIsNotTheOtherSideOfAChoice() throws {
    // Only of two columns of two values each are opposites taken for the sides of one choice.
    let side = integers(200, below: 2, seed: 3).map(Double.init)
    let number = zip(side, normals(200, seed: 6)).map { 1 - $0 + 0.001 * $1 }
    for columns in [[side, number], [number, side]] {
      let result = try GateFixture(
        columns: columns, classes: integers(200, below: 2, seed: 5), train: 200
      ).check("SD03")
      #expect(result.verdict == .note)
      #expect(result.message == "nearly equal inputs: \"x0\" and \"x1\"")
    }
  }

  @Test func findsEveryPairThatAllCorrelationsShow() throws {
    // 300 columns and for each one that is off by 4 % of its size, turned or not: correlations
    // about 1 / √1.0016 = 0.9992, on both sides of the limit. All 179,700 are looked at here.
    let n = 100
    let own = (0..<300).map { normals(n, seed: 1_000 + UInt64($0)) }
    let others = own.enumerated().map { index, column in
      let sign: Double = index.isMultiple(of: 2) ? 1 : -1
      return zip(column, normals(n, seed: 2_000 + UInt64(index))).map { sign * ($0 + 0.04 * $1) }
    }
    let matrix = Matrix(rows: own + others).transposed
    let found = DuplicatePairs(inputs: .double(matrix), limit: 0.999).found
    let products = try #require(matrix.standardizedColumns).gram()
    var expected: [[Int]] = []
    for i in 0..<600 {
      for j in (i + 1)..<600 where abs(products[i, j]) / Double(n) > 0.999 {
        expected.append([i, j])
      }
    }
    #expect(expected.count > 200)
    #expect(expected.count < 300)
    #expect(found.map { [$0.first, $0.second] } == expected)
  }
}
