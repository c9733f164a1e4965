import Datasets
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

@Suite struct RowChecksTests {
  /// Copies rows of a fixture, inputs and target.
  private func copying(
    _ pairs: [(from: Int, to: Int)], in fixture: GateFixture, target: ((Double) -> Double)? = nil
  ) -> GateFixture {
    var fixture = fixture
    for (from, to) in pairs {
      fixture.columns = fixture.columns.map { column in
        var values = column.doubles(at: Array(0..<fixture.targets.count))
        values[to] = values[from]
        return Column(name: column.name, values: .numbers(values))
      }
      fixture.targets[to] = target?(fixture.targets[from]) ?? fixture.targets[from]
    }
    return fixture
  }

  @Test func warnsOfEqualRowsWithDifferentClasses() throws {
    let pairs = (0..<6).map { (from: $0, to: 100 + $0) }
    let fixture = copying(pairs, in: .healthy()) { 1 - $0 }
    let result = try fixture.check("SD07")
    #expect(result.verdict == .warning)
    // 12 of 120 rows in pairs of one each: half of them can be right, ln 2 is left of each.
    #expect(
      result.message == "12 train rows (10 %) have an equal row with another target: "
        + "best possible train accuracy 0.950, cross-entropy 0.0693")
    #expect(result.value == 0.1)
  }

  @Test func ceilingOfNumbersIsTheVarianceWithinGroups() throws {
    // Rows 0 and 100 share inputs with targets t and t + 2: variance 1 in 2 of 120 rows.
    let fixture = copying([(0, 100)], in: .healthyNumbers()) { $0 + 2 }
    let result = try fixture.check("SD07")
    #expect(
      result.message == "2 train rows (1.7 %) have an equal row with another target: "
        + "best possible train mean squared error 0.0167")
  }

  @Test func onlyNotesConflictsOfFewValues() throws {
    // H22: three columns of three values, noisy labels.
    let columns = (0..<3).map { integers(300, below: 3, seed: UInt64($0)).map(Double.init) }
    let fixture = GateFixture(
      columns: columns, classes: integers(300, below: 2, seed: 9), train: 200, dev: 50, test: 50)
    #expect(try fixture.check("SD07").verdict == .note)
    #expect(try fixture.check("SD08").verdict == .note)
    #expect(try fixture.check("SD09").verdict == .note)
  }

  @Test func warnsOfDuplicateRows() throws {
    let pairs = (0..<12).map { (from: $0, to: 100 + $0) }
    let result = try copying(pairs, in: .healthy()).check("SD08")
    #expect(result.verdict == .warning)
    #expect(result.message == "12 duplicate rows in train (10 %)")
    #expect(result.evidence[0].numbers == (100..<112).map(Double.init))
  }

  @Test func stopsOnTestRowsInsideTrain() throws {
    let pairs = (0..<10).map { (from: $0, to: 160 + $0) }
    let result = try copying(pairs, in: .healthy()).check("SD09")
    #expect(result.verdict == .stop)
    #expect(result.message == "10 test rows (25 %) are also in train")
    #expect(result.evidence[0].text.hasPrefix("row 161 = row 1; row 162 = row 2"))
    #expect(result.evidence[1].text == "10 of 10")
  }

  @Test func stopsOnCopiesAmongDiscreteRowsToo() throws {
    // 8x8 digits: every value is one of 17, yet no row repeats by chance.
    let columns = (0..<64).map { integers(600, below: 17, seed: UInt64($0)).map(Double.init) }
    let fixture = GateFixture(
      columns: columns, classes: integers(600, below: 10, seed: 99), train: 400, dev: 0, test: 200)
    #expect(try fixture.check("SD09").verdict == .passed)
    let pairs = (0..<20).map { (from: $0, to: 400 + $0) }
    #expect(try copying(pairs, in: fixture).check("SD09").verdict == .stop)
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
    let result = try copying([(0, 160)], in: .healthy()).check("SD09")
    #expect(result.verdict == .note)
  }

  @Test func acceptsDistinctRows() throws {
    for code in ["SD07", "SD08", "SD09"] {
      #expect(try GateFixture.healthy().check(code).verdict == .passed, "\(code)")
    }
  }

  @Test func findsRowsEqualButForTheSignOfZero() {
    let groups = RowGroups(
      of: .double(Matrix(rows: [[0, 1], [-0.0, 1], [.nan, 2], [.nan, 2], [1, 0]])))
    #expect(groups.groupOfRow == [0, 0, 1, 1, 2])
    #expect(groups.twins(of: .single(.init(rows: [[1, 0], [5, 5]]))) == [4, nil])
  }

  @Test func warnsOfAColumnThatGivesTheTargetAway() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[4] = Column(
      name: "copy",
      values: .numbers(zip(fixture.targets, normals(200, seed: 5)).map { $0 + 0.01 * $1 }))
    let result = try fixture.check("SD10")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("\"copy\" alone foretells 98 % of the target, the next best"))
  }

  @Test func warnsOfALeakAmongNumbers() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.columns[4] = Column(
      name: "later",
      values: .numbers(zip(fixture.targets, normals(200, seed: 5)).map { 3 * $0 + 0.01 * $1 }))
    #expect(try fixture.check("SD10").verdict == .warning)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func isSilentOnAColumnThatRightlyDecides(seed: UInt64) throws {
    // H20: one column alone has an area under the curve near 0.97.
    let scores = normals(600, seed: seed)
    let noise = normals(600, seed: seed + 1_000)
    let classes = zip(scores, noise).map { $0 + 0.35 * $1 > 0 ? 1 : 0 }
    let fixture = GateFixture(
      columns: [scores, normals(600, seed: seed + 7)], classes: classes, train: 600)
    #expect(try fixture.check("SD10").verdict == .passed)
  }

  @Test func warnsOfRowNumbers() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[2] = Column(name: "index", values: .numbers((0..<200).map(Double.init)))
    let result = try fixture.check("SD11")
    #expect(result.verdict == .warning)
    #expect(result.message == "\"index\" looks like a row id: nearly every value is new")
  }

  @Test func warnsOfNames() throws {
    var fixture = GateFixture.healthy()
    fixture.columns[2] = Column(
      name: "name",
      values: .categories(codes: (0..<200).map(Int32.init), levels: (0..<200).map { "n\($0)" }))
    fixture.roles[2] = .category
    #expect(try fixture.check("SD11").verdict == .warning)
  }

  @Test func isSilentOnMeasurements() throws {
    var fixture = GateFixture.healthy()
    // Weights of a census: whole numbers, mostly distinct, neither dense nor ordered.
    fixture.columns[2] = Column(
      name: "fnlwgt", values: .numbers(integers(200, below: 1_000_000, seed: 4).map(Double.init)))
    #expect(try fixture.check("SD11").verdict == .passed)
  }
}
