import Datasets
import Findings
import HealthyPipelines
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SD19: groups and times that the split keeps apart, and groups that nobody declared.
@Suite struct GroupLeakTests {
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

  /// F61: 400 rows of 50 patients, eight each and all of one class, divided at random; a column
  /// distinguishes the patients.
  private func patients(
    in name: String, as role: FeatureRole = .drop, cell: (Double) -> Double = { $0 }
  ) -> GateFixture {
    var fixture = GateFixture.healthy(rows: 400)
    let order = integers(400, below: 1_000_000, seed: 3)
    let patients = (0..<400).sorted { order[$0] < order[$1] }.map { Double($0 / 8) }
    fixture.columns.append(Column(name: name, values: .numbers(patients.map(cell))))
    fixture.roles.append(role)
    let labels = integers(50, below: 2, seed: 5)
    fixture.targets = patients.map { Double(labels[Int($0)]) }
    return fixture
  }

  @Test func warnsOfAGroupNobodyDeclared() throws {
    // Of a column that is dropped it does not matter what it is called.
    for name in ["patient", "ward"] {
      var fixture = patients(in: name)
      let result = try fixture.check("SD19")
      #expect(result.verdict == .warning)
      let seen = try #require(
        result.message.wholeMatch(
          of:
            /\d+ % of the (dev|test) rows share their "(\w+)" with train rows, and it predicts \d+ % of the target/
        ), "\(result.message)")
      #expect(seen.2 == name)
      // The same patients with targets of their own.
      fixture.targets = (0..<400).map { Double($0 % 2) }
      #expect(try fixture.check("SD19").verdict == .passed)
    }
  }

  @Test func anInputIsAGroupOnlyByItsName() throws {
    // Models may use a number that groups rows; one that is called a patient is suspect.
    #expect(try patients(in: "patient_number", as: .number).check("SD19").verdict == .warning)
    #expect(try patients(in: "ward", as: .number).check("SD19").verdict == .passed)
  }

  @Test func measurementsAreNoGroups() throws {
    // 0, 0.5, 1, …: half of them are whole numbers, and half are not.
    #expect(try patients(in: "length") { $0 / 2 }.check("SD19").verdict == .passed)
  }

  @Test func acceptsGroupsThatAreKeptTogether() throws {
    // Train has the patients below 30, dev those up to 39, test the others.
    var fixture = patients(in: "patient")
    let patient = fixture.columns[5].doubles(at: Array(0..<400))
    fixture.split = Split(
      train: (0..<400).filter { patient[$0] < 30 },
      dev: (0..<400).filter { patient[$0] >= 30 && patient[$0] < 40 },
      test: (0..<400).filter { patient[$0] >= 40 })
    let result = try fixture.check("SD19")
    #expect(result.verdict == .passed)
    #expect(result.message == "no column looks like a group split across parts")
  }
}
