import Datasets
import Findings
import HealthyPipelines
import LinearAlgebra
import Testing

@testable import Sanity

/// SD18: columns scaled before the split.
@Suite struct PreparationLineageTests {
  @Test func warnsOfAScalerFittedToAllRows() throws {
    var fixture = GateFixture.healthy(rows: 300)
    #expect(try fixture.check("SD18").verdict == .passed)
    let scaled = try #require(
      Matrix(
        rowCount: 300, columnCount: 5,
        storage: (0..<300).flatMap { i in fixture.columns.map { $0.doubles(at: [i])[0] } }
      ).standardizedColumns)
    fixture.inputs = scaled
    let result = try fixture.check("SD18")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "5 inputs have mean 0 over all parts, not over train: "
        + "\"x0\", \"x1\", \"x2\", \"x3\", \"x4\"")
    // A source that came so, prepared rightly afterwards.
    fixture.inputs = nil
    fixture.columns = (0..<5).map { Column(name: "x\($0)", values: .numbers(scaled.column($0))) }
    let note = try fixture.check("SD18")
    #expect(note.verdict == .note)
    #expect(
      note.message
        == "5 columns of the source have mean 0 over all rows: scaled before the split")
  }

  /// 200 rows of one column, the second half the negatives of the first: its mean is 0 over all
  /// rows, and not over the first 120, which train.
  private func mirrored(_ half: [Double]) -> GateFixture {
    let cells = half + half.map { -$0 }
    var fixture = GateFixture(
      columns: [cells], classes: (0..<200).map { $0 % 2 }, train: 120, dev: 40, test: 40)
    fixture.inputs = Matrix(rowCount: 200, columnCount: 1, storage: cells)
    return fixture
  }

  @Test func wholeNumbersAboutZeroAreNotScaled() throws {
    let result = try mirrored(integers(100, below: 5, seed: 2).map { Double($0) + 1 }).check("SD18")
    #expect(result.verdict == .passed)
    #expect(result.message == "no column is scaled over all parts")
  }

  @Test func someWholeNumbersAmongOthersDoNotExcuse() throws {
    var half = normals(100, seed: 2).map { abs($0) }
    half[3] = 2
    var fixture = mirrored(half)
    let prepared = try fixture.check("SD18")
    #expect(prepared.verdict == .warning)
    #expect(
      prepared.message == "1 input has mean 0 over all parts, not over train: \"x0\"")
    // Prepared by train alone: then it is the source that came so.
    fixture.inputs = nil
    let source = try fixture.check("SD18")
    #expect(source.verdict == .note)
    #expect(
      source.message == "1 column of the source has mean 0 over all rows: scaled before the split")
  }
}
