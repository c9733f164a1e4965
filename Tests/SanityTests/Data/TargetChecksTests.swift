import Datasets
import HealthyPipelines
import Testing

@testable import Sanity

@Suite struct TargetChecksTests {
  @Test func stopsOnOneClass() throws {
    var fixture = GateFixture.healthy()
    fixture.targets = fixture.targets.map { _ in 1 }
    let result = try fixture.check("SD05")
    #expect(result.verdict == .stop)
    #expect(result.message == "every train row has the same target: \"class_1\"")
  }

  @Test func stopsOnAConstantNumber() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.targets = fixture.targets.map { _ in 2.5 }
    #expect(try fixture.check("SD05").message == "every train row has the same target: 2.50")
  }

  @Test func stopsOnAPartOfOneClassThatChanceCannotMake() throws {
    var fixture = GateFixture.healthy()
    for i in 120..<160 { fixture.targets[i] = 0 }
    let result = try fixture.check("SD05")
    #expect(result.verdict == .stop)
    #expect(result.message == "every dev row has the same target: \"class_0\" (40 rows)")
  }

  @Test func onlyWarnsOfASmallPartOfOneClass() throws {
    // H05: one row in fifty is positive; twenty dev rows have none two times in three.
    let n = 1_000
    let classes = (0..<n).map { $0 % 50 == 0 && !(600..<620).contains($0) ? 1 : 0 }
    let fixture = GateFixture(
      columns: [normals(n, seed: 1)], classes: classes, train: 600, dev: 20, test: 380)
    #expect(try fixture.check("SD05").verdict == .warning)
  }

  @Test func warnsOfImbalanceAndNeverStops() throws {
    let classes = (0..<510).map { $0 % 51 == 0 ? 1 : 0 }
    let fixture = GateFixture(columns: [normals(510, seed: 1)], classes: classes, train: 510)
    let result = try fixture.check("SD06")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "class \"class_1\" has 10 of 510 train rows, 1 for 50.0 of \"class_0\"")
    #expect(result.value == 50)
    #expect(result.threshold == 10)
  }

  @Test func thresholdCanBeOverridden() throws {
    let classes = (0..<510).map { $0 % 51 == 0 ? 1 : 0 }
    var fixture = GateFixture(columns: [normals(510, seed: 1)], classes: classes, train: 510)
    fixture.settings.thresholds["SD06"] = 60
    let result = try fixture.check("SD06")
    #expect(result.verdict == .passed)
    #expect(result.threshold == 60)
  }

  @Test func warnsOfAClassThatDevLacks() throws {
    var fixture = GateFixture.healthy(classes: 4)
    for i in 120..<160 where fixture.targets[i] == 3 { fixture.targets[i] = 2 }
    let result = try fixture.check("SD06")
    #expect(result.verdict == .warning)
    #expect(result.message == "dev has no row of class \"class_3\"")
  }

  @Test func acceptsBalancedClasses() throws {
    for code in ["SD05", "SD06", "SD15"] {
      #expect(try GateFixture.healthy(classes: 3).check(code).verdict == .passed, "\(code)")
    }
  }

  @Test func stopsOnAClassThatTrainLacks() throws {
    var fixture = GateFixture.healthy(classes: 3)
    for i in 0..<120 where fixture.targets[i] == 2 { fixture.targets[i] = 1 }
    let result = try fixture.check("SD15")
    #expect(result.verdict == .stop)
    #expect(result.message.hasSuffix(" rows of a class that train lacks: \"class_2\""))
  }

  @Test func onlyWarnsOfARareClassThatChanceLeftOut() throws {
    var fixture = GateFixture.healthy(classes: 3)
    fixture.targets = fixture.targets.map { min($0, 1) }
    fixture.targets[190] = 2
    let result = try fixture.check("SD15")
    #expect(result.verdict == .warning)
    #expect(result.message == "test has 1 row of a class that train lacks: \"class_2\"")
  }

  @Test func warnsOfDriftingClassShares() throws {
    var fixture = GateFixture.healthy(rows: 600)
    for i in 480..<600 { fixture.targets[i] = i % 10 == 0 ? 0 : 1 }
    let result = try fixture.check("SD15")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("class shares of test differ from train's: distance 0.37"))
  }

  @Test func warnsOfDriftingNumbersAndNeverStops() throws {
    var fixture = GateFixture.healthyNumbers(rows: 600)
    for i in 480..<600 { fixture.targets[i] += 3 }
    let result = try fixture.check("SD15")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("target values of test differ from train's: distance 0."))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func isSilentOnRandomSplits(seed: UInt64) throws {
    #expect(try GateFixture.healthyNumbers(seed: seed).check("SD15").verdict == .passed)
    // H27: a hundred classes of ten rows.
    let classes = integers(1_000, below: 100, seed: seed)
    let fixture = GateFixture(
      columns: [normals(1_000, seed: seed)], classes: classes, train: 700, dev: 150, test: 150)
    #expect(try fixture.check("SD15").verdict != .stop)
    #expect(try fixture.check("SD06").verdict != .stop)
  }

  @Test func tellsOfLabelsReadAsOthers() throws {
    var fixture = GateFixture.healthy()
    fixture.sources = [
      TableSource(path: "adult.data", rows: 0..<160, sha256: "", byteCount: 0),
      TableSource(path: "adult.test", rows: 160..<200, sha256: "", byteCount: 0),
    ]
    fixture.labelRepairs = [
      LabelRepair(from: ">50K.", to: ">50K", rowCount: 3_846, file: "adult.test"),
      LabelRepair(from: "<=50K.", to: "<=50K", rowCount: 12_435, file: "adult.test"),
    ]
    let result = try fixture.check("SD16")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "test labels end in \".\" (\">50K.\"): read as \">50K\"; "
        + "waive or fix with data.label_map")
    #expect(result.value == 16_281)
    #expect(result.evidence.count == 2)
  }

  @Test func tellsOfLabelsThatOnlyLookAlike() throws {
    var fixture = GateFixture.healthy()
    fixture.labelLookalikes = [
      LabelRepair(from: "Yes", to: "yes", rowCount: 3, file: "data.csv")
    ]
    let result = try fixture.check("SD16")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "data.csv label \"Yes\" looks like \"yes\" and counts as a class of its "
        + "own; waive or fix with data.label_map")
  }

  @Test func acceptsLabelsThatNeedNoRepair() throws {
    #expect(try GateFixture.healthy().check("SD16").verdict == .passed)
  }
}
