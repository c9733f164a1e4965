internal import Diagnostics
internal import LinearAlgebra
internal import Randomness
import Schema

/// Assignment of a pool of rows to splits by one method.
struct SplitAssignment {
  struct Parts {
    var train: [Int] = []
    var dev: [Int] = []
    var test: [Int] = []
    var warnings: [Diagnostic] = []
  }

  let pool: [Int]
  /// The rows that a random assignment puts into one part.
  var equalRows = EqualRows.none
  private let devFraction: Double
  private let testFraction: Double
  private let needsDev: Bool
  private let needsTest: Bool
  private let request: DataRequest
  private let table: JoinedTable

  init(
    pool: [Int], needsDev: Bool, needsTest: Bool, request: DataRequest, table: JoinedTable
  ) {
    self.pool = pool
    self.needsDev = needsDev
    self.needsTest = needsTest
    self.request = request
    self.table = table
    devFraction = needsDev ? request.split.dev : 0
    testFraction = needsTest ? request.split.test : 0
  }

  func parts(classes: Column?) throws -> Parts {
    let parts: Parts
    switch request.split.method {
    case .random: parts = try assignRandomly(pool, classes: nil)
    case .stratified: parts = try assignRandomly(pool, classes: classes)
    case .group(let column): parts = try assignByGroup(column)
    case .time(let column): parts = try assignByTime(column)
    case .column(let column): parts = try assignByColumn(column)
    case .everyNth(let period, let remainder):
      parts = try assignEveryNth(period: period, remainder: remainder, classes: classes)
    }
    guard !parts.train.isEmpty else {
      throw failure("data.split must leave rows to train on; got none")
    }
    return parts
  }

  /// The parts whose rows are drawn at random, row by row.
  var drawnParts: [Part] {
    let dev: [Part] = devFraction > 0 ? [.dev] : []
    let test: [Part] = testFraction > 0 ? [.test] : []
    return switch request.split.method {
    case .random, .stratified: dev + test
    case .everyNth: needsTest ? dev : []
    case .group, .time, .column: []
    }
  }

  private var generator: CounterBasedGenerator {
    CounterBasedGenerator(seed: request.split.seed, purpose: .split)
  }

  /// Numbers of dev and test rows: rounded, and at least 1 for a fraction above 0.
  private func sizes(of count: Int) throws -> (dev: Int, test: Int) {
    func size(_ fraction: Double) -> Int {
      fraction > 0 ? max(1, Int((Double(count) * fraction).rounded())) : 0
    }
    let (dev, test) = (size(devFraction), size(testFraction))
    guard dev + test < count else {
      throw failure(
        "data.split must leave rows to train on; got \(dev) dev and \(test) test rows of \(count)")
    }
    return (dev, test)
  }

  /// With classes, stratified: the class frequencies of the splits differ by rounding only.
  ///
  /// The rows of each class are shuffled; the first fill test, the next dev. A set of equal rows,
  /// which are of one class, stands where its first row does and goes to the first of test, dev and
  /// train that lacks so many rows. Without equal rows that is a split row by row.
  private func assignRandomly(_ pool: [Int], classes: Column?) throws -> Parts {
    let (devSize, testSize) = try sizes(of: pool.count)
    var generator = generator
    var parts = Parts()
    var strata = [pool]
    if case .categories(let codes, let levels)? = classes?.values {
      strata = [[Int]](repeating: [], count: levels.count)
      for row in pool { strata[Int(codes[row])].append(row) }
    }
    let testCounts = Apportionment.counts(of: testSize, among: strata.map(\.count))
    let rest = zip(strata, testCounts).map { $0.count - $1 }
    let devCounts = Apportionment.counts(of: devSize, among: rest)
    for (i, var rows) in strata.enumerated() {
      generator.shuffle(&rows)
      var (testLack, devLack) = (testCounts[i], devCounts[i])
      for row in rows where equalRows.firstOf[row] == nil {
        let repeats = equalRows.repeatsOf[row] ?? []
        if repeats.count < testLack {
          parts.test.append(row)
          parts.test += repeats
          testLack -= 1 + repeats.count
        } else if repeats.count < devLack {
          parts.dev.append(row)
          parts.dev += repeats
          devLack -= 1 + repeats.count
        } else {
          parts.train.append(row)
          parts.train += repeats
        }
      }
    }
    if testSize > 0, parts.test.isEmpty { parts.test = try smallestSet(from: &parts.train) }
    if devSize > 0, parts.dev.isEmpty { parts.dev = try smallestSet(from: &parts.train) }
    return parts
  }

  /// Removes the smallest set of equal rows from train, for a part that none of them fits into.
  private func smallestSet(from train: inout [Int]) throws -> [Int] {
    func size(_ row: Int) -> Int { 1 + (equalRows.repeatsOf[row]?.count ?? 0) }
    let firsts = train.filter { equalRows.firstOf[$0] == nil }
    guard firsts.count > 1, let smallest = firsts.min(by: { size($0) < size($1) }) else {
      throw request.splitFailure(
        "data.split.repeats: together needs different rows for each part; got "
          + (train.count == 1 ? "one row" : "\(train.count) rows that are all equal"))
    }
    let set = [smallest] + (equalRows.repeatsOf[smallest] ?? [])
    train.removeAll { set.contains($0) }
    return set
  }

  /// Assigns groups in random order, each to the split that lacks most of its rows.
  private func assignByGroup(_ name: String) throws -> Parts {
    let keys = try keys(of: name)
    var members: [Int: [Int]] = [:]
    var groups: [Int] = []
    for row in pool {
      if members[keys[row]] == nil { groups.append(keys[row]) }
      members[keys[row], default: []].append(row)
    }
    let partCount = 1 + (devFraction > 0 ? 1 : 0) + (testFraction > 0 ? 1 : 0)
    guard groups.count >= partCount else {
      throw failure(
        "data.split.by group needs at least \(partCount) groups; got \(groups.count) in \"\(name)\""
      )
    }
    var generator = generator
    generator.shuffle(&groups)
    let total = Double(pool.count)
    let wanted = [
      (1 - devFraction - testFraction) * total, devFraction * total, testFraction * total,
    ]
    var rows: [[Int]] = [[], [], []]
    for (i, group) in groups.enumerated() {
      let empty = wanted.indices.filter { wanted[$0] > 0 && rows[$0].isEmpty }
      // The last groups go to splits that would stay empty.
      let candidates = groups.count - i <= empty.count ? empty : Array(wanted.indices)
      func lack(_ part: Int) -> Double {
        wanted[part] > 0 ? 1 - Double(rows[part].count) / wanted[part] : -.infinity
      }
      let part = candidates.max { lack($0) < lack($1) } ?? 0
      rows[part] += members[group] ?? []
    }
    return Parts(train: rows[0], dev: rows[1], test: rows[2])
  }

  /// Train first, test last; rows of the same time keep their order.
  private func assignByTime(_ name: String) throws -> Parts {
    let (ranks, mixesOffsets) = try timeRanks(of: name)
    let ordered = pool.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    let (devSize, testSize) = try sizes(of: pool.count)
    let trainSize = pool.count - devSize - testSize
    return Parts(
      train: Array(ordered[..<trainSize]), dev: Array(ordered[trainSize..<(trainSize + devSize)]),
      test: Array(ordered[(trainSize + devSize)...]),
      warnings: mixesOffsets ? [request.mixedOffsets(in: name)] : [])
  }

  private func assignByColumn(_ name: String) throws -> Parts {
    guard let column = table[name] else { return Parts() }
    var parts = Parts()
    for row in pool {
      let text = column.values.text(at: row)
      switch text.lowercased() {
      case "train", "training": parts.train.append(row)
      case "dev", "valid", "validation", "val": parts.dev.append(row)
      case "test", "testing": parts.test.append(row)
      default:
        throw failure(
          "data.split.by column needs train, dev or test in \"\(name)\"; got \"\(text)\" at "
            + table.place(of: row), isData: true)
      }
    }
    return parts
  }

  /// Row i of the pool is a test row (a dev row if test has a file of its own) if
  /// i % period == remainder; dev rows are then drawn at random from the others.
  private func assignEveryNth(period: Int, remainder: Int, classes: Column?) throws -> Parts {
    guard period >= 2, (0..<period).contains(remainder) else {
      throw failure(
        "data.split.by every must be at least 2 with a remainder from 0 to every - 1; got every "
          + "\(period), remainder \(remainder)")
    }
    let picked = pool.indices.filter { $0 % period == remainder }.map { pool[$0] }
    let rest = pool.indices.filter { $0 % period != remainder }.map { pool[$0] }
    guard needsTest else {
      return needsDev ? Parts(train: rest, dev: picked) : Parts(train: pool)
    }
    guard devFraction > 0 else { return Parts(train: rest, test: picked) }
    let fraction = min(devFraction * Double(pool.count) / Double(max(1, rest.count)), 1)
    var nested = request
    nested.split.dev = fraction
    var nestedAssignment = SplitAssignment(
      pool: rest, needsDev: true, needsTest: false, request: nested, table: table)
    nestedAssignment.equalRows = equalRows.among(rest)
    var parts = try nestedAssignment.assignRandomly(rest, classes: classes)
    parts.test = picked
    return parts
  }

  /// A number for each row, equal for equal cells.
  private func keys(of name: String) throws -> [Int] {
    guard let column = table[name] else { return [] }
    try requireValues(column, use: "group")
    switch column.values {
    case .categories(let codes, _): return codes.map(Int.init)
    case .bytes(let bytes): return bytes.map(Int.init)
    case .numbers(let numbers):
      return numbers.map { Int(truncatingIfNeeded: ($0 == 0 ? 0 : $0).bitPattern) }
    }
  }

  /// A number for each row, in the order of time, and whether only some times have an offset.
  private func timeRanks(of name: String) throws -> (ranks: [Double], mixesOffsets: Bool) {
    guard let column = table[name] else { return ([], false) }
    try requireValues(column, use: "time")
    guard case .categories(let codes, let levels) = column.values else {
      return (column.values.numberElements.array, false)
    }
    do {
      let times = try TimeLevels(levels, format: request.csv.dateFormat)
      let ranks = times.ranks
      // As an input the column is warned of already.
      let isInput = request.features[name] == .date
      return (codes.map { $0 < 0 ? -1 : ranks[Int($0)] }, times.mixesOffsets && !isInput)
    } catch {
      let row = codes.firstIndex(of: Int32(error.index)) ?? 0
      throw failure(
        "data.split.by time needs \(error.expected) in \"\(name)\"; got \"\(error.text)\" at "
          + table.place(of: row), isData: true, notes: request.notes(on: error))
    }
  }

  private func requireValues(_ column: Column, use: String) throws {
    guard let row = pool.first(where: { column.values.isMissing(at: $0) }) else { return }
    throw failure(
      "data.split.by \(use) needs a value in every row of \"\(column.name)\"; got none at "
        + table.place(of: row), isData: true)
  }

  private func failure(
    _ message: String, isData: Bool = false, notes: [String] = []
  ) -> DatasetError {
    request.splitFailure(message, isData: isData, notes: notes)
  }
}

extension DataRequest {
  /// A split that cannot be made.
  func splitFailure(
    _ message: String, isData: Bool = false, notes: [String] = []
  ) -> DatasetError {
    DatasetError(
      [
        marks.diagnostic(
          at: ["split", "split.by", "source"], id: "data-split", message, notes: notes)
      ], isDataInvalid: isData)
  }
}
