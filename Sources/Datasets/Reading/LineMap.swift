/// The line of a text file in which each row starts.
///
/// Most rows have one line each, so only the exceptions are stored.
struct LineMap: Sendable, Codable {
  private struct Step: Codable {
    let row: Int
    let line: Int
  }

  private var steps: [Step] = []

  /// Notes where a row starts; rows must come in order.
  mutating func note(row: Int, line: Int) {
    if let last = steps.last, last.line + row - last.row == line { return }
    steps.append(Step(row: row, line: line))
  }

  /// Notes the rows of another map behind these; its first row is `row`.
  mutating func append(_ other: LineMap, at row: Int) {
    for step in other.steps { note(row: row + step.row, line: step.line) }
  }

  /// The line, from 1, of a row; nil when the file has no lines.
  func line(of row: Int) -> Int? {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let step = steps[low - 1]
    return step.line + row - step.row
  }
}
