import Datasets
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct SplitChecksTests {
  private func sorted(shuffling: Bool) -> GateFixture {
    var fixture = GateFixture.healthy(rows: 400, classes: 2)
    fixture.targets = (0..<400).map { $0 < 240 ? ($0 < 120 ? 0 : 1) : Double($0 % 2) }
    var plan = TrainingPlan.with(rate: 0.01)
    plan.isShuffled = shuffling
    plan.batchSize = 20
    return fixture.with(model("mlp"), plan)
  }

  @Test func stopsOnSortedRowsWithoutShuffling() throws {
    // F57.
    let result = try sorted(shuffling: false).check("SD13")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "train rows are sorted by class and training does not shuffle; "
        + "12 of 12 batches hold one class")
    #expect(result.remedy == "training.shuffle: true")
  }

  @Test func sortedRowsAreFineWhenShuffledOrTakenWhole() throws {
    let shuffled = try sorted(shuffling: true).check("SD13")
    #expect(shuffled.verdict == .notApplicable)
    #expect(shuffled.message == "training shuffles the rows")
    var whole = sorted(shuffling: false)
    whole.plan.batchSize = 400
    #expect(try whole.check("SD13").message == "every step sees all rows")
    #expect(
      try sorted(shuffling: false).with(model("logistic")).check("SD13").message
        == "solved, not trained by steps")
  }

  @Test func warnsOfSortedNumbersAndAcceptsARandomOrder() throws {
    var fixture = GateFixture.healthyNumbers(rows: 400).with(model("mlp"), .with(rate: 0.01))
    fixture.plan.isShuffled = false
    #expect(try fixture.check("SD13").verdict == .passed)
    fixture.targets.sort()
    let result = try fixture.check("SD13")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "train rows are sorted by target and training does not shuffle")
  }

  @Test func countsRuns() throws {
    // AABBB: 2 runs. n 5, mean (30 − 13) / 5 = 3.4; variance (13·43 − 10·35 − 125) / 100 = 0.84.
    let z = try #require(runsScore(of: [0, 0, 1, 1, 1]))
    #expect(abs(z - (2 - 3.4) / 0.84.squareRoot()) < 1e-12)
    #expect(runsScore(of: [1, 1]) == nil)
  }

  @Test func warnsOfADriftingColumn() throws {
    var fixture = GateFixture.healthy(rows: 500)
    let values = fixture.columns[2].doubles(at: Array(0..<500))
    fixture.columns[2] = Column(
      name: "x2", values: .numbers(values.enumerated().map { $0 < 400 ? $1 : $1 + 2 }))
    let result = try fixture.check("SD14")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /"x2" of test is spread otherwise than in train: distance 0\.\d+/) != nil,
      "\(result.message)")
    // The same where the spec divides by time.
    fixture.splitMethod = .time(column: "x0")
    #expect(try fixture.check("SD14").verdict == .note)
  }

  @Test func warnsOfDriftingCategories() throws {
    var fixture = GateFixture.healthy(rows: 500)
    fixture.columns[1] = Column(
      name: "place",
      values: .categories(
        codes: (0..<500).map { Int32($0 < 400 ? $0 % 4 : 0) }, levels: ["a", "b", "c", "d"]))
    fixture.roles[1] = .category
    fixture.inputs = Matrix(rowCount: 500, columnCount: 5, repeating: 1)
    let result = try fixture.check("SD14")
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "\"place\" of test is spread otherwise than in train: distance 0.750")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func acceptsPartsThatAreAlike(seed: UInt64) throws {
    #expect(
      try GateFixture.healthy(rows: 500, columns: 20, seed: seed).check("SD14").verdict == .passed)
  }

  @Test func driftNeedsParts() throws {
    var fixture = GateFixture.healthy()
    fixture.split = Split(train: Array(0..<200), dev: [], test: [])
    for code in ["SD14", "SD18", "SD19", "SD23"] {
      #expect(try fixture.check(code).message == "there is no dev and no test part")
    }
    #expect(
      try GateFixture.healthy(rows: 100).check("SD14").message == "fewer than 50 rows in a part")
  }

  @Test func chiSquaredTailIsThatOfTheDistribution() {
    // Counts 30, 70 against 50, 50: chi-squared 8.333 with 1 degree of freedom, p = 0.00389.
    let p = chiSquaredProbability([30, 70], [50, 50])
    #expect(abs(p - 0.003_892) < 2e-4)
    #expect(chiSquaredProbability([5, 5], [5, 5]) > 0.5)
  }

  @Test func warnsOfUnseenCategories() throws {
    var fixture = GateFixture.healthy(rows: 200)
    fixture.columns[1] = Column(
      name: "place",
      values: .categories(
        codes: (0..<200).map { Int32($0 < 160 ? $0 % 2 : 2) }, levels: ["a", "b", "c"]))
    fixture.roles[1] = .category
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 1)
    let result = try fixture.check("SD23")
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "40 test rows (100 %) of \"place\" have categories that train lacks: \"c\"")
    #expect(
      try GateFixture.healthy().check("SD23").message == "there are no columns of categories")
  }

  @Test func rareCategoriesMayMissTrain() throws {
    // Many levels of one row each: one more in test is what Good and Turing expect.
    var fixture = GateFixture.healthy(rows: 200)
    fixture.columns[1] = Column(
      name: "name",
      values: .categories(
        codes: (0..<200).map { Int32($0 % 2 == 0 ? 0 : $0) }, levels: (0..<200).map { "l\($0)" }))
    fixture.roles[1] = .category
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 1)
    #expect(try fixture.check("SD23").verdict == .note)
  }

  @Test func stopsOnAGroupInTwoParts() throws {
    var fixture = GateFixture.healthy(rows: 200)
    fixture.columns.append(
      Column(name: "patient", values: .numbers((0..<200).map { Double($0 / 8) })))
    fixture.roles.append(.drop)
    fixture.inputNames = (0..<5).map { "x\($0)" }
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, storage: normals(1_000, seed: 1))
    fixture.splitMethod = .group(column: "patient")
    // Rows 120… and 160… start new groups: 15 and 20 times 8.
    #expect(try fixture.check("SD19").verdict == .passed)
    fixture.split = Split(
      train: Array(0..<121), dev: Array(121..<160), test: Array(160..<200))
    let result = try fixture.check("SD19")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "7 dev rows belong to a group of \"patient\" that train has: row 122")
  }

  @Test func stopsOnTrainRowsLaterThanTest() throws {
    var fixture = GateFixture.healthy(rows: 200)
    fixture.columns[4] = Column(name: "day", values: .numbers((0..<200).map(Double.init)))
    fixture.splitMethod = .time(column: "day")
    #expect(try fixture.check("SD19").verdict == .passed)
    fixture.split = Split(
      train: Array(0..<120) + [199], dev: Array(120..<160), test: Array(160..<199))
    let result = try fixture.check("SD19")
    #expect(result.verdict == .stop)
    #expect(
      result.message
        == "40 dev rows are earlier by \"day\" than the latest train row: row 121")
  }

  @Test func warnsOfAGroupNobodyDeclared() throws {
    // F61: eight rows a patient, all of one class, divided at random.
    var fixture = GateFixture.healthy(rows: 400)
    let order = integers(400, below: 1_000_000, seed: 3)
    let patients = (0..<400).sorted { order[$0] < order[$1] }.map { Double($0 / 8) }
    fixture.columns.append(Column(name: "patient", values: .numbers(patients)))
    fixture.roles.append(.drop)
    let labels = integers(50, below: 2, seed: 5)
    fixture.targets = patients.map { Double(labels[Int($0)]) }
    fixture.inputNames = (0..<5).map { "x\($0)" }
    fixture.inputs = Matrix(rowCount: 400, columnCount: 5, storage: normals(2_000, seed: 1))
    let result = try fixture.check("SD19")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /\d+ % of the (dev|test) rows share their "patient" with train rows, and it foretells \d+ % of the target/
      ) != nil, "\(result.message)")
    // The same patients with targets of their own.
    fixture.targets = (0..<400).map { Double($0 % 2) }
    #expect(try fixture.check("SD19").verdict == .passed)
  }

  @Test func warnsOfAScalerFittedToAllRows() throws {
    var fixture = GateFixture.healthy(rows: 300)
    #expect(try fixture.check("SD18").verdict == .passed)
    let scaled = try #require(
      Matrix(
        rowCount: 300, columnCount: 5,
        storage: (0..<300).flatMap { i in fixture.columns.map { $0.doubles(at: [i])[0] } }
      ).standardizedColumns)
    fixture.inputs = scaled
    let result = try fixture.check("SD18")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "5 inputs have mean 0 over all parts, not over train: "
        + "\"x0\", \"x1\", \"x2\", \"x3\", \"x4\"")
    // A source that came so, prepared rightly afterwards.
    fixture.inputs = nil
    fixture.columns = (0..<5).map { Column(name: "x\($0)", values: .numbers(scaled.column($0))) }
    let note = try fixture.check("SD18")
    #expect(note.verdict == .note)
    #expect(
      note.message
        == "5 columns of the source have mean 0 over all rows: scaled before the split")
  }

  @Test func warnsOfInputsOfVeryDifferentSize() throws {
    // F49: one column ten thousand times as large.
    var fixture = GateFixture.healthy().with(model("mlp"), .with(rate: 0.01))
    #expect(try fixture.check("SD04").verdict == .passed)
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 5,
      storage: normals(1_000, seed: 1).enumerated().map { $0 % 5 == 3 ? 1e4 * $1 : $1 })
    let result = try fixture.check("SD04")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("input \"x3\" is "))
    #expect(result.message.hasSuffix(" times as large as the median input"))
    // F50, F51: all of them.
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 5, storage: normals(1_000, seed: 1).map { 255 * $0 })
    #expect(try fixture.check("SD04").message.hasPrefix("inputs are about 2"))
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 5, storage: normals(1_000, seed: 1).map { $0 / 255 })
    #expect(try fixture.check("SD04").message.hasPrefix("no input is larger than 0.00"))
    // Solvers do not mind.
    #expect(
      try fixture.with(model("logistic")).check("SD04").message == "solved, not trained by steps")
  }

  @Test func notesWhatRowsCannotTell() throws {
    let small = try GateFixture.healthy(rows: 100, columns: 80).with(model("logistic"))
      .check("SD22")
    #expect(small.verdict == .note)
    #expect(
      small.message == "60 train rows for 80 inputs: without regularisers any targets can be "
        + "fitted; 20 rows to judge on: a share is known to ± 22 %")
    #expect(
      try GateFixture.healthy(rows: 600).with(model("logistic")).check("SD22").verdict == .passed)
  }

  @Test func warnsWhereTrainIsTheSmallestPart() throws {
    // F56: 12 train rows of 120.
    var fixture = GateFixture.healthy().with(model("logistic"))
    fixture.split = Split(
      train: Array(fixture.split.train.prefix(12)), dev: fixture.split.dev,
      test: fixture.split.test)
    let result = try fixture.check("SD22")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("dev has 40 rows, train only 12; "), "\(result.message)")
    #expect(
      result.causes == ["train rows that were lost: data.limit, a filter, or a file that was cut"])
  }
}
