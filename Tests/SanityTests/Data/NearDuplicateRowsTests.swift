import Datasets
import Findings
import HealthyPipelines
import Schema
import Testing

@testable import Sanity

/// SD26: dev or test rows that nearly are train rows.
@Suite struct NearDuplicateRowsTests {
  /// The first dev rows, or all, are train rows, each number measured again with a hundredth of a
  /// deviation.
  private func repeated(
    _ fixture: GateFixture, count: Int = .max, seed: UInt64
  ) -> GateFixture {
    var copy = fixture
    let noise = normals(fixture.targets.count, seed: seed + 500)
    copy.columns = fixture.columns.enumerated().map { index, column in
      var cells = column.doubles(at: Array(0..<fixture.targets.count))
      for (place, row) in fixture.split.dev.prefix(count).enumerated() {
        cells[row] =
          cells[fixture.split.train[place]]
          + 0.01 * noise[(row + 31 * index) % noise.count]
      }
      return Column(name: column.name, values: .numbers(cells))
    }
    return copy
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func reportsSubjectsThatWereMeasuredTwice(seed: UInt64) throws {
    let fixture = repeated(.healthyNumbers(rows: 400, columns: 6, seed: seed), seed: seed)
    let result = try fixture.check("SD26")
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(result.message.hasSuffix("of the dev rows are near copies of a train row"))
    #expect(
      result.causes.first
        == "rows of one group, such as a subject measured twice, in train and in dev")
    // The first dev row, 240, was made of the first train row.
    #expect(result.evidence.first?.rowIDs?.first == 240)
    #expect(result.evidence.first?.names?.first == "row 241 ≈ row 1")
  }

  @Test func equalRowsAreLeftToContamination() throws {
    var fixture = GateFixture.healthyNumbers(rows: 400, columns: 6)
    fixture.columns = fixture.columns.map { column in
      var cells = column.doubles(at: Array(0..<400))
      for (place, row) in fixture.split.dev.enumerated() { cells[row] = cells[place] }
      return Column(name: column.name, values: .numbers(cells))
    }
    #expect(try fixture.check("SD26").verdict == .passed)
    #expect(try fixture.check("SD09").verdict == .stop)
  }

  @Test func aShareUpToATenthIsLet() throws {
    // 300 dev rows: 30 of them are a tenth, and 0 of the rows themselves stand so close.
    let rows = GateFixture(
      columns: (0..<6).map { normals(600, seed: $0) }, values: normals(600, seed: 9), train: 300,
      dev: 300)
    let some = try repeated(rows, count: 24, seed: 3).check("SD26")
    #expect(some.verdict == .passed)
    let share = try #require(some.value)
    #expect(abs(share - 0.08) < 1e-12)
    let more = try repeated(rows, count: 45, seed: 3).check("SD26")
    #expect(more.verdict == .warning)
    #expect(more.message == "15 % of the dev rows are near copies of a train row")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func rowsAlongALineStandCloseByChance(seed: UInt64) throws {
    // Of points on a line one in five is five times nearer to its nearest than to the next.
    let result = try GateFixture.healthy(rows: 1_000, columns: 1, seed: seed).check("SD26")
    #expect(result.verdict == .passed, "seed \(seed): \(result.message)")
    let more = try #require(result.value)
    #expect(more < 0.1)
  }
}
