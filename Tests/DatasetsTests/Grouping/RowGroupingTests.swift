import Datasets
import Schema
import Testing

/// Rows divided by values, bins and crossings.
@Suite struct RowGroupingTests {
  private let dataset = Dataset(
    table: Table(
      columns: [
        Column(name: "age", values: .numbers([24, 25, .nan, 44.5, 45, 90])),
        Column(
          name: "sex", values: .categories(codes: [1, 0, 0, 1, -1, 1], levels: ["m", "f"])),
        Column(name: "rooms", values: .numbers([10, 9, 10, 2, 2, 9])),
      ], rowCount: 6, sources: []),
    schema: TableSchema(
      task: .regression, target: "y", classNames: [], features: [], rowIDColumn: nil, weight: nil),
    split: Split(train: [], dev: [], test: []))

  private func groups(_ columns: RowGrouping.Column...) -> [(String, [Int])] {
    dataset.groups(of: Array(0..<6), by: RowGrouping(columns)).map { ($0.title, $0.positions) }
  }

  private func expect(_ found: [(String, [Int])], _ expected: [(String, [Int])]) {
    #expect(found.map(\.0) == expected.map(\.0))
    #expect(found.map(\.1) == expected.map(\.1))
  }

  @Test func binsTakeTheirLowerEdge() {
    expect(
      groups(RowGrouping.Column("age", edges: [25, 45])),
      [
        ("age < 25", [0]), ("25 ≤ age < 45", [1, 3]), ("age ≥ 45", [4, 5]), ("age missing", [2]),
      ])
  }

  @Test func valuesAreInTheirOrder() {
    expect(
      groups(RowGrouping.Column("sex")),
      [("sex = f", [0, 3, 5]), ("sex = m", [1, 2]), ("sex missing", [4])])
    // Numbers as numbers: 9 before 10.
    expect(
      groups(RowGrouping.Column("rooms")),
      [("rooms = 2", [3, 4]), ("rooms = 9", [1, 5]), ("rooms = 10", [0, 2])])
  }

  @Test func crossingsHaveOnlyGroupsWithRows() {
    expect(
      groups(RowGrouping.Column("sex"), RowGrouping.Column("age", edges: [30])),
      [
        ("sex = f & age < 30", [0]), ("sex = f & age ≥ 30", [3, 5]), ("sex = m & age < 30", [1]),
        ("sex = m & age missing", [2]), ("sex missing & age ≥ 30", [4]),
      ])
  }
}
