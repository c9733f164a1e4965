import Schema
import Testing

@testable import Datasets

@Suite struct DatasetTests {
  private let dataset = Dataset(
    table: Table(
      columns: [
        Column(name: "n", values: .numbers([1, .nan, 3, 5, 100])),
        Column(name: "c", values: .categories(codes: [0, 1, 1, -1, 0], levels: ["x", "z"])),
        Column(name: "b", values: .bytes([0, 10, 255, 10, 9])),
        Column(name: "y", values: .numbers([2, 1, 2, 1, 1])),
      ], rowCount: 5,
      sources: [
        TableSource(path: "in/a.csv", rows: 0..<3, sha256: "", byteCount: 0),
        TableSource(path: "in/b.csv", rows: 3..<5, sha256: "", byteCount: 0),
      ]),
    schema: TableSchema(
      task: .binary, target: "y", classNames: ["1", "2"],
      features: [
        .init(name: "n", role: .number, reason: "r1"),
        .init(name: "c", role: .category, reason: "r2"),
        .init(name: "b", role: .number, reason: "r3"),
      ], rowIDColumn: nil, weight: nil), split: Split(train: [0, 1, 2, 3], dev: [], test: [4]))

  @Test func classesOfANumericTargetGoByTheirText() {
    #expect(dataset.classIndices(of: [0, 1, 4]) == [1, 0, 0])
    #expect(dataset.classCounts(in: .train) == [2, 2])
    #expect(dataset.classCounts(in: .dev) == [0, 0])
  }

  @Test func rowsAreCalledByFileAndPlace() {
    #expect([0, 2, 3].map(dataset.rowName) == ["a.csv:1", "a.csv:3", "b.csv:1"])
    #expect(dataset.cellText(rowID: 3, column: "c") == "")
    #expect(dataset.cellText(rowID: 4, column: "n") == "100")
    #expect(dataset.weights(of: [0]) == nil)
  }

  /// The digest of 4 as eight bytes, least significant first, from sha256sum.
  @Test func digestsAreOfRowIDs() {
    #expect(
      dataset.rowDigest(of: .test)
        == "f0a0278e4372459cca6159cd5e71cfee638302a7b9ca9b05c34181ac0a65ac5d")
    #expect(
      SHA256.digest(of: [UInt8]("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func summariesAreOfTrainingRows() {
    let summaries = dataset.summaries()
    #expect(summaries.map(\.name) == ["n", "c", "b", "y"])
    #expect(summaries.map(\.role) == [.number, .category, .number, .target])
    let n = summaries[0]
    #expect(n.missingCount == 1)
    #expect((n.minimum, n.mean, n.maximum) == (1, 3, 5))
    // Population's: ((1 - 3)² + 0 + (5 - 3)²) / 3.
    #expect(abs((n.deviation ?? 0) - (8.0 / 3).squareRoot()) < 1e-15)
    #expect(n.histogram == [1, 0, 0, 0, 0, 1, 0, 0, 0, 1])
    #expect(n.levelCount == nil)
    let c = summaries[1]
    #expect(c.missingCount == 1)
    #expect(c.levelCount == 2)
    #expect(c.commonest.map(\.name) == ["z", "x"])
    #expect(c.commonest.map(\.count) == [2, 1])
    #expect(c.histogram.isEmpty)
    #expect(summaries[2].histogram == [3, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(summaries[2].mean == 68.75)
  }

  @Test func extremeColumnsHaveSummaries() {
    func summary(_ values: [Double]) -> ColumnSummary {
      let table = Table(
        columns: [Column(name: "y", values: .numbers(values))], rowCount: values.count, sources: [])
      let schema = TableSchema(
        task: .regression, target: "y", classNames: [], features: [], rowIDColumn: nil, weight: nil)
      let split = Split(train: Array(values.indices), dev: [], test: [])
      return Dataset(table: table, schema: schema, split: split).summaries()[0]
    }
    #expect(summary([]).minimum == nil)
    #expect(summary([.nan, .infinity]).minimum == nil)
    #expect(summary([4, 4]).histogram == [2, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    let wide = summary([-1e308, 0, 1e308])
    #expect(wide.histogram == [1, 0, 0, 0, 0, 1, 0, 0, 0, 1])
  }
}
