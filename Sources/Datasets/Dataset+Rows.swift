internal import LinearAlgebra
public import Schema
internal import Text

extension Dataset {
  /// The class index of each row's target, for classification.
  public func classIndices(of rowIDs: [Int]) -> [Int] {
    switch target.values {
    case .categories(let codes, let levels):
      if levels == schema.classNames { return rowIDs.map { Int(codes[$0]) } }
      let index = classIndexByName
      let indexOfCode = levels.map { index[$0] ?? -1 }
      return rowIDs.map { codes[$0] < 0 ? -1 : indexOfCode[Int(codes[$0])] }
    case .numbers, .bytes:
      let index = classIndexByName
      return rowIDs.map { index[target.values.text(at: $0)] ?? -1 }
    }
  }

  /// The target of each row as a number: for classification, the class index.
  public func targetValues(of rowIDs: [Int]) -> [Double] {
    if schema.task.isClassification { return classIndices(of: rowIDs).map(Double.init) }
    let values = target.values.numberElements
    return rowIDs.map { values[$0] }
  }

  /// The weight of each row; nil without a column of weights.
  public func weights(of rowIDs: [Int]) -> [Double]? {
    guard let name = schema.weight, let column = table[name] else { return nil }
    let values = column.values.numberElements
    return rowIDs.map { values[$0] }
  }

  /// Name of a row in reports: its cell in the column `data.row_id` if there is one, else its number
  /// in its file, from 1, with the name of the file if there are several.
  public func rowName(_ rowID: Int) -> String {
    if let name = schema.rowIDColumn, let column = table[name],
      !column.values.isMissing(at: rowID)
    {
      return column.values.text(at: rowID)
    }
    guard let source = table.sources.first(where: { $0.rows.contains(rowID) }),
      source.rows.count < table.rowCount
    else { return String(rowID + 1) }
    return "\(PathName(source.path).name):\(rowID - source.rows.lowerBound + 1)"
  }

  /// A cell as in the file, apart from the number of digits; empty if missing.
  public func cellText(rowID: Int, column: String) -> String {
    guard let column = table[column] else { missingColumn(column) }
    return column.values.text(at: rowID)
  }

  /// Number of rows of each class in a split; empty for regression.
  public func classCounts(in part: Part) -> [Int] {
    var counts = [Int](repeating: 0, count: schema.classNames.count)
    guard schema.task.isClassification else { return counts }
    for index in classIndices(of: split[part]) where index >= 0 { counts[index] += 1 }
    return counts
  }

  /// SHA-256 of the row ids of a split: equal for two runs on the same rows of the same files.
  public func rowDigest(of part: Part) -> String { SHA256.digest(of: split[part]) }

  var target: Column {
    guard let column = table[schema.target] else { missingColumn(schema.target) }
    return column
  }

  /// Whether the column has a missing cell in any split.
  func hasMissing(_ column: Column) -> Bool {
    Part.allCases.contains { part in
      split[part].contains { column.values.isMissing(at: $0) }
    }
  }

  private var classIndexByName: [String: Int] {
    Dictionary(
      schema.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
