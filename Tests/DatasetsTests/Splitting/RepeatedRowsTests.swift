import Randomness
import Schema
import Testing

@testable import Datasets

/// Rows that are equal in all inputs and the target, and the parts they go to.
@Suite struct RepeatedRowsTests {
  let folder: TemporaryFolder

  private static let seeds = Array(UInt64(1)...8)

  init() throws { folder = try TemporaryFolder() }

  /// Measurements with five decimals of three classes; every tenth row is written again up to five
  /// times, in a random order.
  private func table(seed: UInt64, withRepeats: Bool = true) throws -> String {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    var lines: [String] = []
    for i in 0..<200 {
      let label = ["a", "a", "b", "c"][generator.integer(below: 4)]
      let line = "\(generator.normal()),\(generator.normal()),\(label)"
      let count = withRepeats && i % 10 == 0 ? 2 + generator.integer(below: 5) : 1
      lines += [String](repeating: line, count: count)
    }
    generator.shuffle(&lines)
    return try folder.file(
      "r-\(seed)-\(withRepeats).csv", "u,v,y\n" + lines.joined(separator: "\n") + "\n")
  }

  private func loaded(
    _ path: String, _ method: SplitRequest.Method, _ repeats: SplitRequest.Repeats? = nil,
    dev: Double = 0.15, test: Double = 0.2, seed: UInt64 = 1
  ) throws -> LoadedDataset {
    var request = request(path, method: method, dev: dev, test: test, seed: seed)
    request.split.repeats = repeats
    return try DatasetLoader().load(request)
  }

  /// The cells of each row of a part.
  private func lines(_ dataset: Dataset, _ part: Part) -> [String] {
    dataset.split[part].map { row in
      dataset.table.columns.map { dataset.cellText(rowID: row, column: $0.name) }
        .joined(separator: ",")
    }
  }

  private func sharedLines(_ dataset: Dataset) -> Set<String> {
    let (train, dev, test) = (
      Set(lines(dataset, .train)), Set(lines(dataset, .dev)), Set(lines(dataset, .test))
    )
    return train.intersection(dev).union(train.intersection(test)).union(dev.intersection(test))
  }

  @Test(arguments: seeds)
  func equalRowsStayInOnePart(seed: UInt64) throws {
    let path = try table(seed: seed)
    for method in [SplitRequest.Method.random, .stratified] {
      let together = try loaded(path, method, seed: seed)
      let dataset = together.dataset
      let count = dataset.table.rowCount
      #expect(sharedLines(dataset).isEmpty, "\(method) \(seed)")
      #expect(
        together.repeats
          == RepeatedRows(handling: .together, parts: [.dev, .test], count: count - 200))
      #expect(
        (dataset.split.train + dataset.split.dev + dataset.split.test).sorted()
          == Array(0..<count))
      // Single rows fill the parts up, so that their sizes are those of any random split.
      #expect(dataset.split.test.count == Int((0.2 * Double(count)).rounded()))
      #expect(dataset.split.dev.count == Int((0.15 * Double(count)).rounded()))
      #expect(try loaded(path, method, seed: seed).dataset.split == dataset.split)
    }
  }

  @Test(arguments: seeds)
  func classFrequenciesStayEqual(seed: UInt64) throws {
    let dataset = try loaded(table(seed: seed), .stratified, seed: seed).dataset
    let all = dataset.classIndices(of: Array(0..<dataset.table.rowCount))
    for part in [Part.dev, .test] {
      let fraction = Double(dataset.split[part].count) / Double(all.count)
      for (index, count) in dataset.classCounts(in: part).enumerated() {
        let exact = fraction * Double(all.count { $0 == index })
        #expect(abs(Double(count) - exact) <= 1.5, "class \(index) of \(part), seed \(seed)")
      }
    }
  }

  @Test func apartDrawsRowByRow() throws {
    let apart = try loaded(table(seed: 3), .stratified, .apart)
    #expect(!sharedLines(apart.dataset).isEmpty)
    #expect(apart.repeats?.handling == .apart)
    #expect(apart.repeats?.count == apart.dataset.table.rowCount - 200)
  }

  @Test(arguments: seeds)
  func withoutEqualRowsNothingChanges(seed: UInt64) throws {
    let path = try table(seed: seed, withRepeats: false)
    for method in [SplitRequest.Method.random, .stratified] {
      let split = try loaded(path, method, .apart, seed: seed).dataset.split
      for repeats in [nil, SplitRequest.Repeats.together] {
        let loaded = try loaded(path, method, repeats, seed: seed)
        #expect(loaded.dataset.split == split, "\(method) \(seed)")
        #expect(loaded.repeats?.count == 0)
      }
    }
  }

  @Test func valuesThatOnlyLookDifferentAreEqual() throws {
    // 1 and 1.0, 0 and -0, two missing cells; rows 1 to 4 are equal, row 5 has another target.
    let path = try folder.file(
      "e.csv", "x,g,y\n1,,0\n1.0,,0\n1,,0\n1e0,,0\n1,,1\n0,a,0\n-0,a,0\n7,b,1\n")
    let loaded = try loaded(path, .random, .together, dev: 0, test: 0.25)
    #expect(loaded.repeats == RepeatedRows(handling: .together, parts: [.test], count: 4))
  }

  @Test func idsWeightsAndDroppedColumnsDoNotDistinguishRows() throws {
    let path = try folder.file(
      "i.csv", "id,w,d,x,y\na,1,5,0.5,0\nb,2,6,0.5,0\nc,1,7,1.5,1\nd,1,8,2.5,1\n")
    var request = request(path, method: .random, test: 0.25)
    (request.rowIDColumn, request.weight, request.features) = ("id", "w", ["d": .drop])
    #expect(try DatasetLoader().load(request).repeats?.count == 1)
  }

  @Test func rowsThatLookAlikeByChanceAreDrawnRowByRow() throws {
    // Three binary columns and a binary target: 16 kinds of rows, each of about 25 cases.
    var generator = CounterBasedGenerator(seed: 5, purpose: .synthetic)
    let lines = (0..<400).map { _ in
      (0..<4).map { _ in String(generator.integer(below: 2)) }.joined(separator: ",")
    }
    let path = try folder.file("c.csv", "a,b,c,y\n" + lines.joined(separator: "\n") + "\n")
    let byDefault = try loaded(path, .stratified)
    #expect(byDefault.repeats?.handling == .coincidental)
    #expect(byDefault.repeats?.count == 384)
    #expect(try loaded(path, .stratified, .apart).dataset.split == byDefault.dataset.split)
    let together = try loaded(path, .stratified, .together)
    #expect(sharedLines(together.dataset).isEmpty)
    #expect(Part.allCases.allSatisfy { !together.dataset.split[$0].isEmpty })
  }

  @Test func onlyEqualRowsCannotBeSplit() throws {
    let path = try folder.file("o.csv", "x,y\n" + String(repeating: "1,2\n", count: 10))
    var request = request(path, method: .random, test: 0.2)
    request.task = .regression
    request.split.repeats = .together
    #expect(
      try folder.failure(request).messages == [
        "error: data.split.repeats: together needs different rows for each part; got 10 rows that "
          + "are all equal"
      ])
  }

  @Test func trainRowsThatAFileRepeatsAreLeftOut() throws {
    let train = try folder.file("train.csv", "x,y\n1,a\n2,b\n3,a\n3,a\n4,b\n5,a\n")
    let dev = try folder.file("dev.csv", "x,y\n2,b\n8,a\n")
    let test = try folder.file("test.csv", "x,y\n3,a\n8,a\n9,b\n4,a\n")
    var request = request(train, method: .stratified)
    request.source = .parts(
      train: DataRequest.FilePath(train), dev: DataRequest.FilePath(dev),
      test: DataRequest.FilePath(test))
    #expect(try DatasetLoader().load(request).repeats == nil)
    request.split.repeats = .together
    let loaded = try DatasetLoader().load(request)
    // Train loses 2,b and both 3,a; dev loses 8,a. 4,b stays: the test row 4 has another target.
    #expect(loaded.dataset.split == Split(train: [0, 4, 5], dev: [6], test: [8, 9, 10, 11]))
    #expect(
      loaded.repeats
        == RepeatedRows(handling: .together, parts: [.dev, .test], count: 4, leftOutCount: 4))
  }

  @Test func everyNthKeepsItsTestRowsAndDrawsDevTogether() throws {
    let path = try table(seed: 2)
    let method = SplitRequest.Method.everyNth(period: 5, remainder: 4)
    let plain = try loaded(path, method)
    let n = plain.dataset.table.rowCount
    #expect(plain.dataset.split.test == Array(stride(from: 4, to: n, by: 5)))
    #expect(plain.repeats?.parts == [.dev])
    let dev = Set(lines(plain.dataset, .dev))
    #expect(dev.isDisjoint(with: lines(plain.dataset, .train)))
    let together = try loaded(path, method, .together)
    #expect(together.dataset.split.test == plain.dataset.split.test)
    #expect(sharedLines(together.dataset).isEmpty)
    #expect((together.repeats?.leftOutCount ?? 0) > 0)
  }
}
