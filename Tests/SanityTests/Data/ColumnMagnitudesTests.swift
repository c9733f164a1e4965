import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SD04: inputs of about the same size, for steps along the gradient.
@Suite struct ColumnMagnitudesTests {
  @Test func warnsOfInputsOfVeryDifferentSize() throws {
    // F49: one column ten thousand times as large.
    var fixture = GateFixture.healthy().with(model("mlp"), .with(rate: 0.01))
    #expect(try fixture.check("SD04").verdict == .passed)
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 5,
      storage: normals(1_000, seed: 1).enumerated().map { $0 % 5 == 3 ? 1e4 * $1 : $1 })
    let result = try fixture.check("SD04")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("input \"x3\" is "))
    #expect(result.message.hasSuffix(" times as large as the median input"))
    // F50, F51: all of them.
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 5, storage: normals(1_000, seed: 1).map { 255 * $0 })
    #expect(try fixture.check("SD04").message.hasPrefix("inputs are about 2"))
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 5, storage: normals(1_000, seed: 1).map { $0 / 255 })
    #expect(try fixture.check("SD04").message.hasPrefix("no input is larger than 0.00"))
    // Solvers do not mind.
    #expect(
      try fixture.with(model("logistic")).check("SD04").message == "solved, not trained by steps")
  }

  @Test func marksHaveNoSize() throws {
    // A mark of one row in 120 has root mean square √(1/120) = 0.09, and beside numbers of size 20
    // a ratio of 219; but three of five inputs are such marks, and say only yes or no.
    var fixture = GateFixture.healthy().with(model("mlp"), .with(rate: 0.01))
    let numbers = normals(400, seed: 1)
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5)
    for row in 0..<200 {
      fixture.inputs?[row, 0] = 20 * numbers[row]
      fixture.inputs?[row, 1] = 20 * numbers[200 + row]
    }
    for mark in 0..<3 { fixture.inputs?[7 + mark, 2 + mark] = 1 }
    #expect(try fixture.check("SD04").verdict == .passed)
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5)
    for row in 0..<200 { fixture.inputs?[row, row % 5] = 1 }
    let marks = try fixture.check("SD04")
    #expect(marks.verdict == .notApplicable)
    #expect(marks.message == "no input has more than two values")
  }
}
