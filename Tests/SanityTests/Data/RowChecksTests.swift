import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct RowChecksTests {
  @Test func warnsOfEqualRowsWithDifferentClasses() throws {
    let pairs = (0..<6).map { (from: $0, to: 100 + $0) }
    let fixture = GateFixture.healthy().copying(pairs) { 1 - $0 }
    let result = try fixture.check("SD07")
    #expect(result.verdict == .warning)
    // 12 of 120 rows in pairs of one each: half of them can be right, ln 2 is left of each.
    #expect(
      result.message == "12 train rows (10 %) have an equal row with another target: "
        + "best possible train accuracy 0.950, cross-entropy 0.0693")
    #expect(result.value == 0.1)
  }

  @Test func ceilingOfNumbersIsTheVarianceWithinGroups() throws {
    // Rows 0 and 100 share inputs with targets t and t + 2: variance 1 in 2 of 120 rows.
    let fixture = GateFixture.healthyNumbers().copying([(0, 100)]) { $0 + 2 }
    let result = try fixture.check("SD07")
    #expect(
      result.message == "2 train rows (1.7 %) have an equal row with another target: "
        + "best possible train mean squared error 0.0167")
  }

  @Test func onlyNotesConflictsOfFewValues() throws {
    // H22: three columns of three values, noisy labels.
    let columns = (0..<3).map { integers(300, below: 3, seed: UInt64($0)).map(Double.init) }
    let fixture = GateFixture(
      columns: columns, classes: integers(300, below: 2, seed: 9), train: 200, dev: 50, test: 50)
    #expect(try fixture.check("SD07").verdict == .note)
    #expect(try fixture.check("SD08").verdict == .note)
    #expect(try fixture.check("SD09").verdict == .note)
  }

  @Test func warnsOfDuplicateRows() throws {
    let pairs = (0..<12).map { (from: $0, to: 100 + $0) }
    let result = try GateFixture.healthy().copying(pairs).check("SD08")
    #expect(result.verdict == .warning)
    #expect(result.message == "12 duplicate rows in train (10 %)")
    #expect(result.evidence[0].rowIDs == Array(100..<112))
    #expect(result.remedy == "remove the copies before they are split into parts")
  }

  @Test func copiesThatTheSplitKeepsInOnePartNeedNoOtherSplit() throws {
    var fixture = GateFixture.healthy().copying((0..<12).map { (from: $0, to: 100 + $0) })
    fixture.repeats = RepeatedRows(handling: .together, parts: [.dev, .test], count: 12)
    #expect(
      try fixture.check("SD08").remedy
        == "if rows were copied, and do not repeat by nature, remove the copies")
  }

  @Test func acceptsDistinctRows() throws {
    for code: CheckCode in ["SD07", "SD08", "SD09"] {
      #expect(try GateFixture.healthy().check(code).verdict == .passed, "\(code)")
    }
  }

  @Test func findsRowsEqualButForTheSignOfZero() {
    let groups = RowGroups(
      of: .double(Matrix(rows: [[0, 1], [-0.0, 1], [.nan, 2], [.nan, 2], [1, 0]])))
    #expect(groups.groupOfRow == [0, 0, 1, 1, 2])
    #expect(groups.equalRows(of: .single(.init(rows: [[1, 0], [5, 5]]))) == [4, nil])
  }
}
