internal import LinearAlgebra
internal import Text

/// Columns that divide rows into groups: by each value, or by bins of a number.
public struct RowGrouping: Sendable, Hashable {
  public let columns: [Column]

  public struct Column: Sendable, Hashable {
    public let name: String
    /// Ascending edges between the bins of a number; empty: one group for each value.
    public let edges: [Double]

    public init(_ name: String, edges: [Double] = []) {
      self.name = name
      self.edges = edges
    }
  }

  public init(_ columns: [Column]) { self.columns = columns }

  /// "sex & race".
  public var title: String { columns.map(\.name).joined(separator: " & ") }
}

/// Rows that share their values, or bins, in some columns.
public struct RowGroup: Sendable, Hashable {
  /// "sex = Female & 25 ≤ age < 45".
  public let title: String
  /// The group's place among those of each column, by which groups are ordered.
  let place: [Int]
  /// Indices into the rows that were divided, ascending.
  public fileprivate(set) var positions: [Int]
}

extension Dataset {
  /// The most groups that a column without edges is divided into.
  public static var groupLimit: Int { 50 }

  /// The rows divided by a grouping; only groups that have rows, in the order of their values.
  ///
  /// Missing cells are a group of their own, the last one of their column.
  public func groups(of rowIDs: [Int], by grouping: RowGrouping) -> [RowGroup] {
    let columns = grouping.columns.map { groupNames(of: $0, rowIDs) }
    var groups: [[Int]: RowGroup] = [:]
    for position in rowIDs.indices {
      let place = columns.map { $0.places[position] }
      if groups[place] == nil {
        let names = zip(columns, place).map { $0.names[$1] }
        groups[place] = RowGroup(
          title: names.joined(separator: " & "), place: place, positions: [])
      }
      groups[place]?.positions.append(position)
    }
    return groups.values.sorted { $0.place.lexicographicallyPrecedes($1.place) }
  }

  /// The number of groups that a column divides all rows into, counted up to one above the limit.
  public func groupCount(of column: RowGrouping.Column) -> Int {
    guard let values = table[column.name]?.values else { return 0 }
    var seen: Set<String> = []
    for row in 0..<table.rowCount where seen.count <= Self.groupLimit {
      seen.insert(values.text(at: row))
    }
    return seen.count
  }

  /// The name of each group of a column, and each row's place among them.
  private func groupNames(
    of column: RowGrouping.Column, _ rowIDs: [Int]
  ) -> (names: [String], places: [Int]) {
    guard let values = table[column.name]?.values else { missingColumn(column.name) }
    let missing = "\(column.name) missing"
    guard column.edges.isEmpty else {
      let numbers = values.numberElements
      let names = column.binNames + [missing]
      return (
        names,
        rowIDs.map { row in
          values.isMissing(at: row)
            ? names.count - 1 : column.edges.count { $0 <= numbers[row] }
        }
      )
    }
    let texts = rowIDs.map { values.isMissing(at: $0) ? nil : values.text(at: $0) }
    let levels: [String]
    switch values {
    case .categories: levels = Set(texts.compactMap(\.self)).sorted()
    case .numbers, .bytes:
      let numbers = values.numberElements
      let byText = Dictionary(
        zip(texts, rowIDs).compactMap { text, row in text.map { ($0, numbers[row]) } },
        uniquingKeysWith: { first, _ in first })
      levels = byText.sorted { $0.value < $1.value }.map(\.key)
    }
    let place = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
    return (
      levels.map { "\(column.name) = \($0)" } + [missing],
      texts.map { text in text.flatMap { place[$0] } ?? levels.count }
    )
  }
}

extension RowGrouping.Column {
  /// "age < 25", "25 ≤ age < 45", "age ≥ 45".
  fileprivate var binNames: [String] {
    let texts = edges.map(NumberFormat.exact)
    return (0...edges.count).map { bin in
      if bin == 0 { return "\(name) < \(texts[0])" }
      if bin == edges.count { return "\(name) ≥ \(texts[bin - 1])" }
      return "\(texts[bin - 1]) ≤ \(name) < \(texts[bin])"
    }
  }
}
