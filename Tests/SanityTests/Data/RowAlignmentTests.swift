import Datasets
import Findings
import HealthyPipelines
import LinearAlgebra
import Testing

@testable import Sanity

/// SD12: targets that belong to another row.
@Suite struct RowAlignmentTests {
  /// The targets of row i are those of row i − shift.
  private func shifted(_ fixture: GateFixture, by shift: Int) -> GateFixture {
    var copy = fixture
    let n = fixture.targets.count
    copy.targets = (0..<n).map { fixture.targets[($0 - shift + n) % n] }
    return copy
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func stopsOnShiftedTargets(seed: UInt64) throws {
    for shift in [-3, -1, 1, 2] {
      for fixture in [
        GateFixture.healthy(rows: 400, seed: seed), .healthy(rows: 400, classes: 4, seed: seed),
        .healthyNumbers(rows: 400, seed: seed),
      ] {
        let result = try shifted(fixture, by: shift).check("SD12")
        #expect(result.verdict == .stop, "seed \(seed), \(shift): \(result.message)")
        // Row i's own target stands `shift` rows further down.
        #expect(
          result.evidence.last?.values == [Double(shift)], "seed \(seed): \(result.evidence)")
      }
    }
  }

  @Test func saysWhereTheTargetsStand() throws {
    let result = try shifted(.healthyNumbers(rows: 400), by: 1).check("SD12")
    #expect(
      result.message == "inputs predict 93 % of the target 1 row further down and 0 % of their own"
    )
    #expect(result.remedy == "align the source: the target of a row is 1 row below it")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func acceptsAlignedRows(seed: UInt64) throws {
    for fixture in [
      GateFixture.healthy(rows: 100, seed: seed), .healthy(rows: 300, classes: 5, seed: seed),
      .healthyNumbers(rows: 100, seed: seed),
    ] {
      #expect(try fixture.check("SD12").verdict == .passed)
    }
  }

  @Test(arguments: [0.75, 0.98])
  func seriesThatRunAheadOnlyWarn(memory: Double) throws {
    // Row i's inputs know target i + 1, of which target i keeps the square of the memory, 0.56 or
    // 0.96: more than a third. Far lags keep next to nothing of a memory of 0.75.
    let steps = normals(600, seed: 4)
    var walk = [0.0]
    for step in steps { walk.append(memory * walk[walk.count - 1] + step) }
    let noise = normals(600, seed: 5)
    let fixture = GateFixture(
      columns: [(0..<599).map { walk[$0 + 1] + 0.1 * noise[$0] }], values: Array(walk[0..<599]),
      train: 480, dev: 119)
    let result = try fixture.check("SD12")
    #expect(result.verdict != .stop, "\(result.message)")
    if memory == 0.75 {
      #expect(result.verdict == .warning)
      #expect(
        result.message.wholeMatch(
          of: /inputs predict 9\d % of the target 1 row further down and 5\d % of their own/)
          != nil, "\(result.message)")
      #expect(
        result.causes == [
          "targets shifted by 1 row against the inputs: a header read as a row, or a join by "
            + "position"
        ])
    }
  }

  @Test func aSortedFileShowsNoShift() throws {
    var fixture = GateFixture.healthy(rows: 400, classes: 4)
    fixture.targets = (0..<400).map { Double($0 / 100) }
    fixture.columns = [
      Column(
        name: "x0",
        values: .numbers(zip(fixture.targets, normals(400, seed: 8)).map { $0 + 0.2 * $1 }))
    ]
    fixture = shifted(fixture, by: 1)
    #expect(try fixture.check("SD12").verdict == .passed)
  }

  @Test func alignmentNeedsRowsAndVariation() throws {
    let few = try GateFixture.healthy(rows: 40).check("SD12")
    #expect(few.verdict == .notApplicable)
    #expect(few.message == "fewer than 50 train rows")
    var flat = GateFixture.healthy()
    flat.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 1)
    #expect(try flat.check("SD12").message == "the inputs do not vary")
    flat.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: .nan)
    #expect(try flat.check("SD12").message == "train values are not finite")
  }

  @Test func rowsWithoutATargetAreNoNeighbours() throws {
    // Every tenth target is missing, and those rows are in no part: the others still show it.
    var fixture = shifted(.healthyNumbers(rows: 400), by: 1)
    for row in stride(from: 0, to: 400, by: 10) { fixture.targets[row] = .nan }
    func known(_ rows: [Int]) -> [Int] { rows.filter { !$0.isMultiple(of: 10) } }
    fixture.split = Split(
      train: known(fixture.split.train), dev: known(fixture.split.dev),
      test: known(fixture.split.test))
    let result = try fixture.check("SD12")
    #expect(result.verdict == .stop, "\(result.message)")
    #expect(result.evidence.last?.values == [1])
  }

  @Test func rowsOfDifferentFilesAreNoNeighbours() throws {
    // One file for each row: whatever stood beside a row in a table, no file says so.
    var fixture = shifted(.healthyNumbers(rows: 400), by: 1)
    #expect(try fixture.check("SD12").verdict == .stop)
    fixture.sources = (0..<400).map {
      TableSource(path: "row_\($0).csv", rows: $0..<($0 + 1), sha256: "", byteCount: 0)
    }
    let result = try fixture.check("SD12")
    #expect(result.verdict == .passed)
    #expect(result.value == 0)
  }
}
