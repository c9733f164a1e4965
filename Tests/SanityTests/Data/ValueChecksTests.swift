import Datasets
import Foundation
import HealthyPipelines
import LinearAlgebra
import Testing

@testable import Sanity

@Suite struct ValueChecksTests {
  @Test func stopsOnAValueThatIsNotFinite() throws {
    var fixture = GateFixture.healthy()
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 1)
    fixture.inputs?[3, 2] = .nan
    fixture.inputs?[150, 0] = -.infinity
    let result = try fixture.check("SD01")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "2 values are not finite: train row 4: input \"x2\" is nan")
    #expect(result.evidence.map(\.name) == ["train rows", "dev rows"])
    #expect(result.evidence[1].text == "row 151: input \"x0\" is -inf")
  }

  @Test func stopsOnATargetThatIsNotFinite() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.targets[7] = .infinity
    let result = try fixture.check("SD01")
    #expect(result.message == "a value is not finite: train row 8: target is inf")
  }

  @Test func doesNotPretendToHaveCountedThemAll() throws {
    var fixture = GateFixture.healthy(rows: 1_000)
    fixture.inputs = Matrix(rowCount: 1_000, columnCount: 5, repeating: .nan)
    let result = try fixture.check("SD01")
    #expect(
      result.message == "at least 3,000 values are not finite: train row 1: input \"x0\" is nan")
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

  @Test func acceptsFiniteValues() throws {
    let result = try GateFixture.healthy().check("SD01")
    #expect(result.verdict == .passed)
    #expect(result.message == "every value is finite")
  }

  @Test func warnsOfAConstantInput() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[3] = Column(name: "x3", values: .numbers(.init(repeating: 4, count: 200)))
    let result = try fixture.check("SD02")
    #expect(result.verdict == .warning)
    #expect(result.message == "1 of 5 inputs is constant in train: \"x3\"")
  }

  @Test func stopsWhenEveryInputIsConstant() throws {
    var fixture = GateFixture.healthy()
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 0)
    let result = try fixture.check("SD02")
    #expect(result.verdict == .stop)
    #expect(result.message == "every input is constant in train: there is nothing to learn from")
  }

  @Test func onlyNotesConstantBordersOfImages() throws {
    let pixels = (0..<64).map { j in
      j < 3
        ? [Double](repeating: 0, count: 100)
        : integers(100, below: 17, seed: UInt64(j)).map(Double.init)
    }
    let fixture = GateFixture(
      columns: pixels, classes: integers(100, below: 10, seed: 1), train: 100)
    let result = try fixture.check("SD02")
    #expect(result.verdict == .note)
    #expect(result.message == "3 of 64 inputs are constant in train: \"x0\", \"x1\", \"x2\"")
  }

  /// Borders are constant, and not most of a picture.
  @Test func warnsOfImagesThatAreMostlyConstant() throws {
    func verdict(constant: Int) throws -> CheckResult.Verdict {
      let pixels = (0..<64).map { j in
        j < constant
          ? [Double](repeating: 0, count: 100)
          : integers(100, below: 17, seed: UInt64(j)).map(Double.init)
      }
      return try GateFixture(
        columns: pixels, classes: integers(100, below: 10, seed: 1), train: 100
      ).check("SD02").verdict
    }
    #expect(try verdict(constant: 32) == .note)
    #expect(try verdict(constant: 33) == .warning)
  }

  @Test func acceptsVaryingInputs() throws {
    #expect(try GateFixture.healthy().check("SD02").verdict == .passed)
  }

  @Test func warnsOfTheSameQuantityInTwoUnits() throws {
    var fixture = GateFixture.healthy()
    let meters = fixture.columns[1].doubles(at: Array(0..<200))
    fixture.columns[4] = Column(name: "feet", values: .numbers(meters.map { 5 - 3.28 * $0 }))
    let result = try fixture.check("SD03")
    #expect(result.verdict == .warning)
    #expect(result.message == "inputs that say the same: \"x1\" and \"feet\"")
  }

  @Test func notesNearlyTheSameInputs() throws {
    var fixture = GateFixture.healthy()
    let noise = normals(200, seed: 77)
    let base = fixture.columns[1].doubles(at: Array(0..<200))
    fixture.columns[4] = Column(
      name: "copy", values: .numbers(zip(base, noise).map { $0 + 0.01 * $1 }))
    let result = try fixture.check("SD03")
    #expect(result.verdict == .note)
    #expect(result.message == "inputs that say nearly the same: \"x1\" and \"copy\"")
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

  @Test func warnsOfACodeForMissingValues() throws {
    var fixture = GateFixture.healthy()
    var ages = normals(200, seed: 8).map { (40 + 10 * $0).rounded() }
    for i in stride(from: 0, to: 100, by: 10) { ages[i] = -999 }
    fixture.columns[0] = Column(name: "age", values: .numbers(ages))
    let result = try fixture.check("SD17")
    #expect(result.verdict == .warning)
    #expect(result.message == "\"age\" has 10 values of -999, far from the rest")
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
}
