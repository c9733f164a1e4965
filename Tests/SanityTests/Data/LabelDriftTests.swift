import Datasets
import Findings
import HealthyPipelines
import Schema
import Testing

@testable import Sanity

/// SD15: targets that drift between parts.
@Suite struct LabelDriftTests {
  @Test func stopsOnAClassThatTrainLacks() throws {
    var fixture = GateFixture.healthy(classes: 3)
    for i in 0..<120 where fixture.targets[i] == 2 { fixture.targets[i] = 1 }
    let result = try fixture.check("SD15")
    #expect(result.verdict == .stop)
    #expect(result.message.hasSuffix(" rows of a class that train lacks: \"class_2\""))
  }

  /// Of one file that is sorted by class and split in order, no spelling is to blame.
  @Test func namesTheOrderOfASortedFile() throws {
    var fixture = GateFixture.healthy(classes: 3)
    fixture.targets.sort()
    fixture.splitMethod = .time(column: "row")
    let result = try fixture.check("SD15")
    #expect(result.verdict == .stop)
    #expect(
      result.causes == [
        "rows in the order of the target, split in order: \"class_2\" is only at the end"
      ])
    #expect(result.edits == [SpecEdit("data.split.by", "stratified")])
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
    #expect(
      result.message.hasPrefix("class frequencies of test differ from train's: distance 0.37"))
  }

  @Test func warnsOfDriftingNumbersAndNeverStops() throws {
    var fixture = GateFixture.healthyNumbers(rows: 600)
    for i in 480..<600 { fixture.targets[i] += 3 }
    let result = try fixture.check("SD15")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("target values of test differ from train's: distance 0."))
  }

  /// Ten classes of 50 rows each in train and of 20 in test, but for some of the last in train.
  private func losingTheLastClass(keeping count: Int) throws -> CheckResult {
    let train = (0..<450).map { $0 % 9 } + [Int](repeating: 9, count: count)
    let test = (0..<200).map { $0 % 10 }
    return try GateFixture(
      columns: [normals(train.count + test.count, seed: 1)], classes: train + test,
      train: train.count, test: test.count
    ).check("SD15")
  }

  @Test func reportsAClassThatLostItsRowsThoughTheSharesAreNear() throws {
    // 20 of 200 and 8 of 458: 5.7 times as often. Of the 28 rows 200 / 658 would be in test, 8.5 ± 2.4:
    // 20 or more come about 5 times in a million.
    let result = try losingTheLastClass(keeping: 8)
    #expect(result.verdict == .warning)
    #expect(result.message == "class \"class_9\" is 10 % of test and 1.7 % of train")
    #expect(result.causes.first == "class \"class_9\" lost rows of train")
    #expect(result.value.map { abs($0 - 20.0 / 200 / (8.0 / 458)) < 1e-12 } == true)
    #expect(result.threshold == 3)
  }

  @Test func aClassThatLostFewRowsIsNone() throws {
    // 20 of 200 and 16 of 466: 2.9 times as often, and significantly so.
    #expect(try losingTheLastClass(keeping: 16).verdict == .passed)
  }

  @Test func chanceMayTakeMostRowsOfARareClass() throws {
    // 3 of 203 and 1 of 451: 6.7 times as often. Of four rows 203 / 654 would be in test: three or
    // more come about once in eleven.
    let train = (0..<450).map { $0 % 9 } + [9]
    let test = (0..<200).map { $0 % 9 } + [9, 9, 9]
    let result = try GateFixture(
      columns: [normals(654, seed: 1)], classes: train + test, train: 451, test: 203
    ).check("SD15")
    #expect(result.verdict == .passed)
  }

  @Test func theClassLeastLikelyLeftOutByChanceDecides() throws {
    // Of 200 rows 120 train. That all 30 rows of class 2 miss train has probability 0.4³⁰, and the
    // single row of class 3 misses it four times in ten.
    let train = (0..<160).map { $0 % 2 }
    let test = [Int](repeating: 2, count: 30) + [3] + [Int](repeating: 0, count: 9)
    let fixture = GateFixture(
      columns: [normals(200, seed: 1)], classes: train + test, train: 120, dev: 40, test: 40)
    let result = try fixture.check("SD15")
    #expect(result.verdict == .stop)
    #expect(
      result.message
        == "test has 31 rows of classes that train lacks: \"class_2\", \"class_3\"")
  }

  @Test func reportsTheLargestDistanceOfAnyPart() throws {
    // Half of train is of class 1. Of 20 rows 11 are 0.05 away, 10 are not.
    let train = (0..<60).map { $0 % 2 }
    let some = (0..<20).map { $0 < 9 ? 0 : 1 }
    let none = (0..<20).map { $0 < 10 ? 0 : 1 }
    for others in [some + none, none + some] {
      let result = try GateFixture(
        columns: [normals(100, seed: 1)], classes: train + others, train: 60, dev: 20, test: 20
      ).check("SD15")
      #expect(result.verdict == .passed)
      #expect(result.message == "dev and test have the classes of train")
      let value = try #require(result.value)
      #expect(abs(value - 0.05) < 1e-12)
    }
  }

  @Test func aSmallDriftIsNoneHoweverSureItIs() throws {
    // 56 % instead of 50 %: a distance of 0.06. In 5,000 rows each that is a chi-squared number of
    // 0.06² / (0.53 · 0.47 · 2 / 5,000) = 36, where 10.8 comes once in a thousand.
    let train = (0..<5_000).map { $0 % 2 }
    let test = (0..<5_000).map { $0 % 50 < 28 ? 1 : 0 }
    let fixture = GateFixture(
      columns: [normals(10_000, seed: 1)], classes: train + test, train: 5_000, test: 5_000)
    let result = try fixture.check("SD15")
    #expect(result.verdict == .passed)
    let value = try #require(result.value)
    #expect(abs(value - 0.06) < 1e-12)
  }
}
