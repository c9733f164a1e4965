internal import Diagnostics
internal import Randomness
import Schema

/// Split of the rows into train, dev and test. A split without a file of its own is taken from the
/// rows of the training file.
struct Splitter {
  private let request: DataRequest
  private let table: JoinedTable
  /// The inputs and the target: rows that agree in all of them are equal.
  private let compared: [Column]

  init(_ request: DataRequest, _ table: JoinedTable, comparing columns: [Column]) {
    self.request = request
    self.table = table
    compared = columns
  }

  /// The split, and what it did with equal rows; nil where it did not look for them.
  ///
  /// **Errors** `DatasetError` if a split would be empty, or a column does not fit its use.
  ///
  /// - Parameter leftOut: Rows that are in no split.
  func split(
    classes: Column?, without leftOut: [Int] = [], problems: inout ProblemList
  ) throws -> (split: Split, repeats: RepeatedRows?) {
    let leftOut = Set(leftOut)
    func kept(_ rows: Range<Int>) -> [Int] {
      leftOut.isEmpty ? Array(rows) : rows.filter { !leftOut.contains($0) }
    }
    func rows(_ part: Part) -> [Int] {
      table.files.filter { $0.part == part }.flatMap { kept($0.rows) }
    }
    let (devFile, testFile) = (rows(.dev), rows(.test))
    let hasParts = table.files.contains { $0.part != nil }
    let pool = hasParts ? rows(.train) : kept(0..<table.rowCount)
    var assignment = SplitAssignment(
      pool: pool, needsDev: devFile.isEmpty, needsTest: testFile.isEmpty, request: request,
      table: table)
    let drawn = assignment.drawnParts
    var repeats: RepeatedRows?
    if !drawn.isEmpty {
      let equal = EqualRows(among: pool, in: compared)
      let handling = handling(of: equal, among: pool)
      if handling == .together { assignment.equalRows = equal }
      repeats = RepeatedRows(handling: handling, parts: drawn, count: equal.repeatCount)
    }
    let parts = try assignment.parts(classes: classes)
    parts.warnings.forEach { problems.warn($0) }
    let split = Split(
      train: ascending(parts.train), dev: ascending(parts.dev + devFile),
      test: ascending(parts.test + testFile))
    let given = [Part.dev, .test].filter { !drawn.contains($0) && !split[$0].isEmpty }
    guard request.split.repeats == .together, !given.isEmpty else { return (split, repeats) }
    return try withoutRepeats(split)
  }

  /// Different rows in order, without comparing them.
  private func ascending(_ rows: [Int]) -> [Int] {
    var isIn = [Bool](repeating: false, count: table.rowCount)
    for row in rows { isIn[row] = true }
    var ordered: [Int] = []
    ordered.reserveCapacity(rows.count)
    for row in isIn.indices where isIn[row] { ordered.append(row) }
    return ordered
  }

  /// Together, unless the spec says otherwise or equal rows are coincidences.
  private func handling(of equal: EqualRows, among pool: [Int]) -> RepeatedRows.Handling {
    switch request.split.repeats {
    case .together: return .together
    case .apart: return .apart
    case nil:
      guard equal.repeatCount > 0 else { return .together }
      let expected = ChanceAgreement(columns: compared, train: pool)
        .expectedShare(of: pool, areTrain: true)
      let found = Double(equal.rowCount) / Double(pool.count)
      return expected * 2 >= found ? .coincidental : .together
    }
  }

  /// The split without the train and dev rows that equal a row of a later part.
  private func withoutRepeats(_ split: Split) throws -> (Split, RepeatedRows?) {
    let all = split.train + split.dev + split.test
    let equal = EqualRows(among: all, in: compared)
    func first(_ row: Int) -> Int { equal.firstOf[row] ?? row }
    var later = Set(split.test.map(first))
    let dev = split.dev.filter { !later.contains(first($0)) }
    later.formUnion(split.dev.map(first))
    let train = split.train.filter { !later.contains(first($0)) }
    guard !train.isEmpty else {
      throw request.splitFailure(
        "data.split.repeats: together must leave rows to train on; got only rows that dev or test "
          + "repeats")
    }
    let cleaned = Split(train: train, dev: dev, test: split.test)
    return (
      cleaned,
      RepeatedRows(
        handling: .together, parts: [.dev, .test], count: equal.repeatCount,
        leftOutCount: all.count - train.count - dev.count - split.test.count)
    )
  }
}
