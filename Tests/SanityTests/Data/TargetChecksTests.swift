import Datasets
import Findings
import HealthyPipelines
import Learning
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
    #expect(try fixture.check("SD05").message == "every train row has the same target: 2.5")
  }

  @Test func aConstantNumberIsShownInTheUnitOfTheData() throws {
    // Standardized, a constant target is 0 for training.
    var fixture = GateFixture.healthyNumbers()
    fixture.targets = fixture.targets.map { _ in 2.5 }
    let result = try fixture.check(
      "SD05",
      train: { train in
        TrainingSet(
          inputs: train.inputs, targets: .values(train.rowIDs.map { _ in 0 }),
          weights: train.weights, rowIDs: train.rowIDs)
      }, changing: { $0 })
    #expect(result.message == "every train row has the same target: 2.5")
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
    for code: CheckCode in ["SD05", "SD06", "SD15"] {
      #expect(try GateFixture.healthy(classes: 3).check(code).verdict == .passed, "\(code)")
    }
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

  @Test func reportsLabelsReadAsOthers() throws {
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

  @Test func reportsBlanksAndFinalDotsTogether() throws {
    var fixture = GateFixture.healthy()
    fixture.labelRepairs = [
      LabelRepair(from: ">50K.", to: ">50K", rowCount: 3, file: "data.csv"),
      LabelRepair(from: " <=50K", to: "<=50K", rowCount: 4, file: "data.csv"),
    ]
    #expect(
      try fixture.check("SD16").message == "data.csv labels differ by punctuation (\">50K.\"): "
        + "read as \">50K\"; waive or fix with data.label_map")
  }

  @Test func reportsLabelsThatOnlyLookAlike() throws {
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

  /// 120 train rows of three classes, 80, 32 and 8 of them, and 40 dev rows as given.
  private func uneven(dev: [Int]) -> GateFixture {
    let train = (0..<120).map { $0 < 80 ? 0 : $0 < 112 ? 1 : 2 }
    return GateFixture(
      columns: [normals(160, seed: 1)], classes: train + dev, train: 120, dev: 40)
  }

  @Test func onlyNotesARareClassThatChanceLeftOutOfDev() throws {
    // Eight of 120: 40 rows have none of them with probability (1 − 8/120)⁴⁰ = 0.06. The commonest
    // class has ten rows for one of it, which is not more than ten.
    let result = try uneven(dev: (0..<40).map { $0 % 2 }).check("SD06")
    #expect(result.verdict == .note)
    #expect(result.message == "dev has no row of class \"class_2\"")
    #expect(result.value == 10)
  }

  @Test func warnsWhereOneOfTheMissingClassesIsTooCommonForChance() throws {
    // 32 of 120 are missing with probability (1 − 32/120)⁴⁰ = 4e-6, whatever the rare class has.
    let result = try uneven(dev: [Int](repeating: 0, count: 40)).check("SD06")
    #expect(result.verdict == .warning)
    #expect(result.message == "dev has no row of classes \"class_1\", \"class_2\"")
  }

  @Test func aPartOfOneNumberMayBeChance() throws {
    // Nine of ten train targets are 0: 20 rows are all 0 with probability 0.9¹⁹ = 0.14. A number
    // that train lacks is not met 20 times.
    func check(dev: Double) throws -> CheckResult {
      let train = (0..<100).map { $0 % 10 == 0 ? 1 + Double($0) : 0 }
      return try GateFixture(
        columns: [normals(120, seed: 1)], values: train + [Double](repeating: dev, count: 20),
        train: 100, dev: 20
      ).check("SD05")
    }
    let usual = try check(dev: 0)
    #expect(usual.verdict == .warning)
    #expect(usual.message == "every dev row has the same target: 0 (20 rows)")
    let strange = try check(dev: 7)
    #expect(strange.verdict == .stop)
    #expect(strange.message == "every dev row has the same target: 7 (20 rows)")
  }
}
