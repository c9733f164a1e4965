import Datasets
import Findings
import HealthyPipelines
import Schema
import Testing

@testable import Sanity

/// SD09: dev or test rows that are in train.
@Suite struct ContaminationTests {
  @Test func stopsOnTestRowsInsideTrain() throws {
    let pairs = (0..<10).map { (from: $0, to: 160 + $0) }
    let result = try GateFixture.healthy().copying(pairs).check("SD09")
    #expect(result.verdict == .stop)
    #expect(result.message == "10 test rows (25 %) are also in train")
    #expect(result.evidence[0].names?.prefix(2) == ["row 161 = row 1", "row 162 = row 2"])
    #expect(result.evidence[1] == .text(title: "same target", text: "10 of 10"))
  }

  @Test func stopsOnCopiesAmongDiscreteRowsToo() throws {
    // 8x8 digits: every value is one of 17, yet no row repeats by chance.
    let columns = (0..<64).map { integers(600, below: 17, seed: UInt64($0)).map(Double.init) }
    let fixture = GateFixture(
      columns: columns, classes: integers(600, below: 10, seed: 99), train: 400, dev: 0, test: 200)
    #expect(try fixture.check("SD09").verdict == .passed)
    let pairs = (0..<20).map { (from: $0, to: 400 + $0) }
    #expect(try fixture.copying(pairs).check("SD09").verdict == .stop)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func isSilentOnEightBinaryColumns(seed: UInt64) throws {
    // H21: nearly every test row is in train, as it must be.
    let columns = (0..<8).map { integers(1_000, below: 2, seed: seed * 100 + UInt64($0)) }
    let fixture = GateFixture(
      columns: columns.map { $0.map(Double.init) },
      classes: zip(columns[0], columns[1]).map { $0 ^ $1 }, train: 600, dev: 200, test: 200)
    let result = try fixture.check("SD09")
    #expect(result.verdict == .note)
    #expect(result.message.hasSuffix(" are also in train, as many as chance explains"))
    #expect(try fixture.check("SD08").verdict == .note)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func isSilentOnCorrelatedColumnsOfFewValues(seed: UInt64) throws {
    // Twelve columns that copy one another nine times in ten: independence explains nothing.
    let base = integers(1_000, below: 4, seed: seed)
    let columns = (0..<12).map { j in
      zip(base, integers(1_000, below: 40, seed: seed * 50 + UInt64(j))).map {
        Double($1 < 4 ? $1 : $0)
      }
    }
    let fixture = GateFixture(
      columns: columns, classes: base.map { $0 % 2 }, train: 600, dev: 200, test: 200)
    #expect(try fixture.check("SD09").verdict != .stop)
  }

  @Test func oneCopyIsNoProof() throws {
    // Iris has one pair of equal rows.
    let result = try GateFixture.healthy().copying([(0, 160)]).check("SD09")
    #expect(result.verdict == .note)
  }

  @Test func namesThePartThatHasMoreOfTrain() throws {
    // Rows 120 to 159 are dev, the others after them test.
    let ten = (0..<10).map { $0 }
    let five = (20..<25).map { $0 }
    let dev = try GateFixture.healthy().copying(
      ten.map { (from: $0, to: 120 + $0) } + five.map { (from: $0, to: 160 + $0) }
    ).check("SD09")
    #expect(dev.message == "10 dev rows (25 %) are also in train")
    let test = try GateFixture.healthy().copying(
      ten.map { (from: $0, to: 160 + $0) } + five.map { (from: $0, to: 120 + $0) }
    ).check("SD09")
    #expect(test.message == "10 test rows (25 %) are also in train")
  }

  @Test func aShareBelowAHundredthOnlyWarnsAndBelowAThousandthIsNoted() throws {
    // No five rows of continuous columns agree by chance, however many there are.
    func check(copies: Int, of testRows: Int) throws -> CheckResult {
      let n = 100 + testRows
      let fixture = GateFixture(
        columns: (0..<3).map { normals(n, seed: $0) }, classes: integers(n, below: 2, seed: 9),
        train: 100, test: testRows)
      return try fixture.copying((0..<copies).map { (from: $0, to: 100 + $0) }).check("SD09")
    }
    let stop = try check(copies: 24, of: 2_000)
    #expect(stop.verdict == .stop)
    #expect(stop.message == "24 test rows (1.2 %) are also in train")
    let warning = try check(copies: 16, of: 2_000)
    #expect(warning.verdict == .warning)
    #expect(warning.message == "16 test rows (0.8 %) are also in train")
    let note = try check(copies: 5, of: 6_000)
    #expect(note.verdict == .note)
    #expect(
      note.message == "5 test rows (0.1 %) are also in train, as many as chance explains")
    #expect(note.causes.isEmpty)
  }

  @Test func repeatsWithinTrainExplainThatRowsRecur() throws {
    // 60 pairs of continuous rows at random places: 22.5 are expected to cross, as repeats explain.
    let columns = (0..<3).map { normals(400, seed: 40 + UInt64($0)) }
    let order = integers(400, below: 1_000_000, seed: 7).enumerated()
      .sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.map(\.offset)
    let pairs = (0..<60).map { (from: order[2 * $0], to: order[2 * $0 + 1]) }
    let fixture = GateFixture(
      columns: columns, classes: integers(400, below: 2, seed: 9), train: 300, test: 100
    ).copying(pairs)
    let natural = try fixture.check("SD09")
    #expect(natural.verdict == .warning)
    #expect(natural.causes.first == "rows that repeat by nature")
    // Forty more train rows that the test file holds as well: no longer by nature.
    let singles = (0..<300).filter { row in !pairs.contains { $0.from == row || $0.to == row } }
    let free = (300..<400).filter { row in !pairs.contains { $0.from == row || $0.to == row } }
    let copied = fixture.copying(zip(singles, free).prefix(40).map { (from: $0, to: $1) })
    let leak = try copied.check("SD09")
    #expect(leak.verdict == .stop)
    #expect(leak.edits == [SpecEdit(.splitRepeats, "together")])
  }

  @Test func rowsThatWereDrawnAreNeverALeak() throws {
    let pairs = (0..<10).map { (from: $0, to: 160 + $0) }
    var fixture = GateFixture.healthy().copying(pairs)
    fixture.repeats = RepeatedRows(handling: .apart, parts: [.dev, .test], count: 10)
    let apart = try fixture.check("SD09")
    #expect(apart.verdict == .warning)
    #expect(
      apart.message == "10 test rows (25 %) are also in train, since data.split.repeats is apart")
    #expect(apart.remedy == "data.split.repeats: together draws equal rows as one")
    fixture.repeats = RepeatedRows(handling: .together, parts: [.dev, .test], count: 10)
    let together = try fixture.check("SD09")
    #expect(together.verdict == .note)
    #expect(
      together.message == "10 test rows (25 %) have the inputs of a train row with another target")
  }
}
