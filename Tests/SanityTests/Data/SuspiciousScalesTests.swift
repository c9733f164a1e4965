import Datasets
import Findings
import Foundation
import HealthyPipelines
import LinearAlgebra
import Testing

@testable import Sanity

/// SD17: codes for missing values, second units.
@Suite struct SuspiciousScalesTests {
  @Test func warnsOfACodeForMissingValues() throws {
    var fixture = GateFixture.healthy()
    var ages = normals(200, seed: 8).map { (40 + 10 * $0).rounded() }
    for i in stride(from: 0, to: 100, by: 10) { ages[i] = -999 }
    fixture.columns[0] = Column(name: "age", values: .numbers(ages))
    let result = try fixture.check("SD17")
    #expect(result.verdict == .warning)
    #expect(result.message == "\"age\" has 10 values of -999, far from the rest")
  }

  @Test func namesEveryColumnThatHasTheCode() throws {
    var fixture = GateFixture.healthy()
    for (column, step) in [(0, 10), (2, 7), (3, 50)] {
      var values = normals(200, seed: UInt64(8 + column)).map { (40 + 10 * $0).rounded() }
      for i in stride(from: 0, to: 100, by: step) { values[i] = -999 }
      fixture.columns[column] = Column(name: "c\(column)", values: .numbers(values))
    }
    let result = try fixture.check("SD17")
    #expect(result.causes == ["-999 stands for missing values in \"c0\", \"c2\", \"c3\""])
    #expect(
      result.edits?.map(\.override)
        == [#"data.csv.missing=["","NA","NaN","-999"]"#])
  }

  @Test func saysWhenItLookedAtASample() throws {
    // 8,000 columns leave 500 rows of each to look at.
    let sentinel = (0..<600).map { $0 % 20 == 0 ? -999 : Double($0 % 7) }
    let flat = [Double](repeating: 1, count: 600)
    var fixture = GateFixture(
      columns: [sentinel], classes: (0..<600).map { $0 % 2 }, train: 600)
    let copies = (1..<8_000).map { Column(name: "x\($0)", values: .numbers(flat)) }
    fixture.columns += copies
    fixture.roles += copies.map { _ in .number }
    fixture.inputs = Matrix(rowCount: 600, columnCount: 8_000, repeating: 0)
    let result = try fixture.check("SD17")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /"x0" has \d+ values of -999, far from the rest \(of 500 rows looked at\)/) != nil,
      "\(result.message)")
  }

  @Test func warnsOfASecondUnit() throws {
    var fixture = GateFixture.healthy()
    var meters = normals(200, seed: 8).map { 1.7 + 0.1 * $0 }
    for i in stride(from: 0, to: 100, by: 20) { meters[i] *= 1_000 }
    fixture.columns[2] = Column(name: "height", values: .numbers(meters))
    let result = try fixture.check("SD17")
    #expect(result.verdict == .warning)
    #expect(result.message == "\"height\" has 5 values about 958 times the others: two units?")
  }

  @Test func warnsOfAPartInAnotherUnit() throws {
    var fixture = GateFixture.healthy()
    var lengths = normals(200, seed: 9)
    for i in 160..<200 { lengths[i] *= 100 }
    fixture.columns[2] = Column(name: "length", values: .numbers(lengths))
    let result = try fixture.check("SD17")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("\"length\" is "))
    #expect(result.message.hasSuffix(" times as wide in test"))
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func isSilentOnHeavyTails(seed: UInt64) throws {
    var fixture = GateFixture.healthy(rows: 400, seed: seed)
    // Log-normal incomes with many zeros beside them.
    let incomes = normals(400, seed: seed + 50).map { 30_000 * exp2($0) }
    let gains = integers(400, below: 10, seed: seed).map { $0 == 0 ? 5_000.0 : 0 }
    fixture.columns[0] = Column(name: "income", values: .numbers(incomes))
    fixture.columns[1] = Column(name: "gain", values: .numbers(gains))
    #expect(try fixture.check("SD17").verdict == .passed)
  }

  @Test func ninetyNineMayBeTheNextNumber() throws {
    // Grades from 60 to 99: the last of them stands 1 from the one before, not 3 spans of 38.
    let grades = (0..<200).map { Double(60 + $0 % 40) }
    #expect(
      try GateFixture.healthy().replacing(0, by: "grade", grades).check("SD17").verdict == .passed)
  }

  @Test func warnsOfAPartInALargerUnit() throws {
    var lengths = normals(200, seed: 9)
    for i in 120..<160 { lengths[i] /= 100 }
    let result = try GateFixture.healthy().replacing(2, by: "length", lengths).check("SD17")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(of: /"length" is 0\.0\d+ times as wide in dev/) != nil,
      "\(result.message)")
    #expect(
      result.causes == [
        "a drift between the parts: scaled, or with added noise, in one of them alone"
      ])
  }

  @Test func reportsEveryColumnAndOfWhatTheyHaveInCommon() throws {
    var ages = normals(200, seed: 8).map { (40 + 10 * $0).rounded() }
    for i in stride(from: 0, to: 100, by: 10) { ages[i] = -999 }
    var lengths = normals(200, seed: 9)
    for i in 160..<200 { lengths[i] *= 100 }
    let result = try GateFixture.healthy().replacing(0, by: "age", ages)
      .replacing(2, by: "length", lengths).check("SD17")
    #expect(
      result.message == "\"age\" has 10 values of -999, far from the rest, and 1 more column")
    #expect(
      result.causes == [
        "-999 stands for missing values in \"age\"",
        "a drift between the parts: scaled, or with added noise, in one of them alone",
      ])
  }

  @Test func valuesThatTrailOffAreNoSecondUnit() throws {
    // Most are about 1.7, with a deviation of 0.1; three small ones are near enough to count among
    // them. Of four far ones the median is 1,000, but they begin at 10: not ten times 2.
    var heights = normals(200, seed: 8).map { 1.7 + 0.1 * $0 }
    for i in [5, 15, 25] { heights[i] = 0.1 }
    for (i, far) in [(35, 10.0), (45, 500), (55, 1_000), (65, 2_000)] { heights[i] = far }
    let fixture = GateFixture.healthy()
    #expect(try fixture.replacing(2, by: "height", heights).check("SD17").verdict == .passed)
    heights[35] = 300
    #expect(try fixture.replacing(2, by: "height", heights).check("SD17").verdict == .warning)
  }
}
