internal import Diagnostics
internal import Randomness

/// Split of the rows into train, dev and test. A split without a file of its own is taken from the
/// rows of the training file.
struct Splitter {
  private let request: DataRequest
  private var problems: ProblemList

  init(_ request: DataRequest, problems: ProblemList) {
    self.request = request
    self.problems = problems
  }

  /// **Errors** `DatasetError` if a split would be empty, or a column does not fit its use.
  func split(_ table: JoinedTable, classes: Column?) throws -> Split {
    func rows(_ part: Part) -> [Int] {
      table.files.filter { $0.part == part }.flatMap { Array($0.rows) }
    }
    let (devFile, testFile) = (rows(.dev), rows(.test))
    let hasParts = table.files.contains { $0.part != nil }
    let pool = hasParts ? rows(.train) : Array(0..<table.rowCount)
    let assignment = SplitAssignment(
      pool: pool, needsDev: devFile.isEmpty, needsTest: testFile.isEmpty, request: request,
      table: table)
    let parts = try assignment.parts(classes: classes)
    return Split(
      train: parts.train.sorted(), dev: (parts.dev + devFile).sorted(),
      test: (parts.test + testFile).sorted())
  }
}
