internal import LinearAlgebra
internal import Schema

/// The truth of new rows, as far as it is known.
public struct NewTruth: Sendable {
  /// The rows with a truth that training knew.
  public let rowIDs: [Int]
  /// Of those rows: class indices, or numbers.
  public let classes: [Int]
  public let values: [Double]
  /// Cells that are no class of training, or no number.
  public let unknownCount: Int

  init(
    _ column: Column, _ labelMap: [String: String], _ schema: TableSchema, _ style: NumberStyle,
    rowCount: Int
  ) {
    var (rowIDs, classes, values): ([Int], [Int], [Double]) = ([], [], [])
    var unknownCount = 0
    if schema.task.isClassification {
      let indices = Dictionary(
        schema.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      guard case .categories(let codes, let levels) = column.asCategories().values else {
        fatalError("categories of \"\(column.name)\" are none")
      }
      let classOf = levels.map { indices[labelMap[$0] ?? $0] ?? indices[$0] }
      for (row, code) in codes.array.enumerated() where code >= 0 {
        if let index = classOf[Int(code)] {
          rowIDs.append(row)
          classes.append(index)
        } else {
          unknownCount += 1
        }
      }
    } else {
      let numbers = column.asNumbers(style: style, in: nil).doubles(
        at: Array(0..<rowCount))
      for (row, number) in numbers.enumerated() where number.isFinite {
        rowIDs.append(row)
        values.append(number)
      }
      let missingCount = numbers.indices.count { column.values.isMissing(at: $0) }
      unknownCount = numbers.count - rowIDs.count - missingCount
    }
    (self.rowIDs, self.classes, self.values) = (rowIDs, classes, values)
    self.unknownCount = unknownCount
  }
}
