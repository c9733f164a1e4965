import Datasets
import Findings
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
    #expect(result.evidence.map(\.title) == ["train rows", "dev rows"])
    #expect(result.evidence[1].names == ["row 151: input \"x0\" is −inf"])
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

  @Test func onlyPicturesHaveBorders() throws {
    // Three constant columns of 64: borders where all are whole numbers from 0 to 255, and a
    // mistake anywhere else.
    func verdict(_ count: Int = 64, _ column: (UInt64) -> [Double]) throws -> CheckResult.Verdict {
      try GateFixture(
        columns: (0..<count).map {
          $0 < 3 ? [Double](repeating: 0, count: 100) : column(UInt64($0))
        }, classes: integers(100, below: 10, seed: 1), train: 100
      ).check("SD02").verdict
    }
    #expect(try verdict { integers(100, below: 256, seed: $0).map(Double.init) } == .note)
    #expect(try verdict { normals(100, seed: $0) } == .warning)
    #expect(try verdict { normals(100, seed: $0).map { abs($0) } } == .warning, "fractions")
    #expect(
      try verdict { integers(100, below: 9, seed: $0).map { Double($0) - 4 } } == .warning,
      "negative numbers")
    #expect(
      try verdict { integers(100, below: 1_000, seed: $0).map(Double.init) } == .warning,
      "numbers above 255")
    // A picture has 32 pixels at least.
    #expect(try verdict(32) { integers(100, below: 256, seed: $0).map(Double.init) } == .note)
    #expect(try verdict(31) { integers(100, below: 256, seed: $0).map(Double.init) } == .warning)
  }
}
