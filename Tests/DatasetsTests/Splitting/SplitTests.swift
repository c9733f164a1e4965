import Foundation
import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Datasets

@Suite struct SplitTests {
  let folder: TemporaryFolder

  private static let seeds = Array(UInt64(0)..<15)
  private static let methods: [SplitRequest.Method] = [
    .random, .stratified, .group(column: "g"), .time(column: "t"), .time(column: "day"),
    .everyNth(period: 5, remainder: 4),
  ]

  init() throws { folder = try TemporaryFolder() }

  /// Rows with groups of unequal size, times in disorder and three unequal classes.
  private func table(_ rowCount: Int, seed: UInt64) throws -> String {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    var text = "x,g,t,day,p,y\n"
    for i in 0..<rowCount {
      let day = String(
        format: "2024-%02d-%02d", 1 + generator.integer(below: 12), 1 + generator.integer(below: 28)
      )
      let part = ["train", "dev", "test", "Validation"][generator.integer(below: 4)]
      let label = ["a", "a", "a", "a", "b", "b", "c"][generator.integer(below: 7)]
      text +=
        "\(i),g\(generator.integer(below: 12)),\(generator.normal()),\(day),\(part),\(label)\n"
    }
    return try folder.file("t-\(rowCount)-\(seed).csv", text)
  }

  private func dataset(
    _ rowCount: Int, _ method: SplitRequest.Method, seed: UInt64, dev: Double = 0.15,
    test: Double = 0.2
  ) throws -> Dataset {
    try DatasetLoader().load(
      request(
        table(rowCount, seed: seed), method: method, dev: dev, test: test, seed: seed)
    ).dataset
  }

  @Test(arguments: seeds)
  func partsShareNoRowAndMissNone(seed: UInt64) throws {
    for method in Self.methods + [.column("p")] {
      let split = try dataset(101, method, seed: seed).split
      #expect(
        (split.train + split.dev + split.test).sorted() == Array(0..<101), "\(method) \(seed)")
      for part in Part.allCases {
        #expect(split[part] == split[part].sorted(), "\(method) \(seed)")
        #expect(!split[part].isEmpty, "\(method) \(seed)")
      }
      #expect(try dataset(101, method, seed: seed).split == split, "\(method) \(seed)")
    }
  }

  @Test(arguments: seeds)
  func sharesAreKeptToARow(seed: UInt64) throws {
    for method in [SplitRequest.Method.random, .stratified, .time(column: "t")] {
      let split = try dataset(97, method, seed: seed).split
      #expect(split.dev.count == 15, "0.15 · 97 = 14.55; \(method) \(seed)")
      #expect(split.test.count == 19, "0.2 · 97 = 19.4; \(method) \(seed)")
    }
  }

  @Test(arguments: seeds)
  func strataAreSharedAlike(seed: UInt64) throws {
    let dataset = try dataset(230, .stratified, seed: seed)
    let all = dataset.classIndices(of: Array(0..<230))
    for part in [Part.dev, .test] {
      let fraction = Double(dataset.split[part].count) / 230
      for (index, count) in dataset.classCounts(in: part).enumerated() {
        let exact = fraction * Double(all.count { $0 == index })
        #expect(abs(Double(count) - exact) <= 1.5, "class \(index) of \(part), seed \(seed)")
      }
    }
  }

  @Test(arguments: seeds)
  func groupsNeverCross(seed: UInt64) throws {
    let dataset = try dataset(150, .group(column: "g"), seed: seed)
    guard case .categories(let codes, let levels)? = dataset.table["g"]?.values else {
      Issue.record("no groups")
      return
    }
    let groups = Part.allCases.map { part in Set(dataset.split[part].map { codes[$0] }) }
    #expect(groups.map(\.count).reduce(0, +) == levels.count, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func timeRunsFromTrainToTest(seed: UInt64) throws {
    for column in ["t", "day"] {
      let dataset = try dataset(90, .time(column: column), seed: seed)
      func times(_ part: Part) -> [String] {
        dataset.split[part].map { dataset.cellText(rowID: $0, column: column) }
      }
      func isBefore(_ a: String, _ b: String) -> Bool {
        if let a = Double(a), let b = Double(b) { return a <= b }
        return a <= b
      }
      for (early, late) in [(Part.train, Part.dev), (.dev, .test)] {
        for a in times(early) {
          for b in times(late) { #expect(isBefore(a, b), "\(column), seed \(seed)") }
        }
      }
    }
  }

  @Test func everyNthIsThePublishedSplit() throws {
    let split = try dataset(12, .everyNth(period: 5, remainder: 4), seed: 1, dev: 0).split
    #expect(split == Split(train: [0, 1, 2, 3, 5, 6, 7, 8, 10, 11], dev: [], test: [4, 9]))
  }

  @Test func aColumnSaysThePart() throws {
    let path = try folder.file(
      "p.csv", "x,p,y\n1,train,a\n2,dev,b\n3,TEST,a\n4,val,b\n5,train,b\n")
    let dataset = try DatasetLoader().load(request(path, method: .column("p"))).dataset
    #expect(dataset.split == Split(train: [0, 4], dev: [1, 3], test: [2]))
    #expect(dataset.schema.features.map(\.role) == [.number, .drop])
    let wrong = try folder.file("q.csv", "x,p,y\n1,train,a\n2,holdout,b\n")
    let (messages, isDataInvalid) = try folder.failure(request(wrong, method: .column("p")))
    #expect(
      messages == [
        "error: data.split.by column needs train, dev or test in \"p\"; got \"holdout\" at q.csv:3"
      ])
    #expect(isDataInvalid)
  }

  @Test func seedsDecide() throws {
    let path = try table(100, seed: 3)
    func split(_ seed: UInt64) throws -> Split {
      try DatasetLoader().load(request(path, method: .random, test: 0.3, seed: seed)).dataset.split
    }
    #expect(try split(1) == split(1))
    #expect(try split(1) != split(2))
  }

  @Test func impossibleSplitsAreExplained() throws {
    let path = try folder.file("s.csv", "x,g,t,y\n1,a,spring,0\n2,a,,1\n3,,fall,0\n")
    func messages(_ method: SplitRequest.Method, dev: Double = 0.2, test: Double = 0.2) throws
      -> [String]
    {
      try folder.failure(request(path, method: method, dev: dev, test: test)).messages
    }
    #expect(
      try messages(.random, dev: 0.5, test: 0.5) == [
        "error: data.split must leave rows to train on; got 2 dev and 2 test rows of 3"
      ])
    #expect(
      try messages(.group(column: "g")) == [
        "error: data.split.by group needs a value in every row of \"g\"; got none at s.csv:4"
      ])
    #expect(
      try messages(.time(column: "t")) == [
        "error: data.split.by time needs a value in every row of \"t\"; got none at s.csv:3"
      ])
    #expect(
      try messages(.everyNth(period: 3, remainder: 3)) == [
        "error: data.split.by every must be at least 2 with a remainder from 0 to every - 1; got "
          + "every 3, remainder 3"
      ])
    let dates = try folder.file("d.csv", "x,t,y\n1,3/14/2024,0\n2,2024-01-01,1\n3,2024-02-01,1\n")
    #expect(
      try folder.failure(request(dates, method: .time(column: "t"))).messages == [
        """
        error: data.split.by time needs dates such as 2024-10-01 or 2024-10-01 9:05, or numbers in "t"; got "3/14/2024" at d.csv:2
             = another format is stated with data.csv.date_format: "%d.%m.%Y %H:%M"
        """
      ])
    let groups = try folder.file("g.csv", "x,g,y\n1,a,0\n2,a,1\n3,b,1\n")
    #expect(
      try folder.failure(request(groups, method: .group(column: "g"), dev: 0.2, test: 0.2)).messages
        == ["error: data.split.by group needs at least 3 groups; got 2 in \"g\""])
  }

  @Test func devIsCutFromTrainWhenItHasNoFile() throws {
    let train = try table(100, seed: 1)
    let test = try table(40, seed: 2)
    var request = request(train, method: .stratified, dev: 0.1, test: 0.5)
    request.source = .parts(
      train: DataRequest.FilePath(train), dev: nil, test: DataRequest.FilePath(test))
    let split = try DatasetLoader().load(request).dataset.split
    #expect(split.test == Array(100..<140))
    #expect(split.dev.count == 10)
    #expect(split.dev.allSatisfy { $0 < 100 })
    request.split.method = .everyNth(period: 10, remainder: 0)
    #expect(
      try DatasetLoader().load(request).dataset.split.dev == Array(stride(from: 0, to: 100, by: 10))
    )
  }

  @Test func apportionmentIsWithinOneOfTheShare() {
    #expect(Apportionment.counts(of: 10, among: [50, 30, 20]) == [5, 3, 2])
    #expect(Apportionment.counts(of: 1, among: [1, 1, 1]) == [1, 0, 0])
    #expect(Apportionment.counts(of: 3, among: [5, 5]) == [2, 1])
    #expect(Apportionment.counts(of: 0, among: [0, 0]) == [0, 0])
  }
}
