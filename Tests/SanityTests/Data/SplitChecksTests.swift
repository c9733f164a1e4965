import Datasets
import Findings
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

  @Test func countsTheBatchesOfOneClass() throws {
    // 240 rows, the second half of another class: the batch of rows 96 to 127 has both.
    var fixture = sorted(shuffling: false)
    fixture.plan.batchSize = 32
    let result = try fixture.check("SD13")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "train rows are sorted by class and training does not shuffle; "
        + "7 of 8 batches hold one class")
  }

  @Test func batchesOfARuleWithFewExceptionsOnlyWarn() throws {
    // 230 of 240 rows are of class 1, 96 %: most batches hold it alone in any order. The first of
    // 12 batches has the ten others.
    var fixture = sorted(shuffling: false)
    fixture.targets = (0..<400).map { $0 < 10 ? 0 : $0 < 240 ? 1 : Double($0 % 2) }
    let result = try fixture.check("SD13")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "train rows are sorted by class and training does not shuffle; "
        + "11 of 12 batches hold one class")
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
    // What lies below the median is drawn as 0, and comes first.
    #expect(result.evidence[0].values.first == 0)
    #expect(result.evidence[0].values.last == 1)
  }

  @Test func countsRuns() throws {
    // AABBB: 2 runs. n 5, mean (30 − 13) / 5 = 3.4; variance (13·43 − 10·35 − 125) / 100 = 0.84.
    let z = try #require(runsScore(of: [0, 0, 1, 1, 1]))
    #expect(abs(z - (2 - 3.4) / 0.84.squareRoot()) < 1e-12)
    #expect(runsScore(of: [1, 1]) == nil)
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
    // No category of train stands alone: of 120 rows (0 + 1) / 120 is what a new row may bring.
    let excess = try #require(result.value)
    #expect(abs(excess - (1 - 1 / 120.0)) < 1e-12)
    fixture.settings.thresholds["SD23"] = 1
    #expect(try fixture.check("SD23").verdict == .note)
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

  @Test func oneNewCategoryIsNoProof() throws {
    // One of 40, where 40 · 1/120 are expected: more than that, and met 28 times of a hundred.
    let codes = (0..<200).map { $0 == 125 ? 2 : $0 % 2 }
    let result = try GateFixture.healthy(rows: 200)
      .replacing(1, by: "place", codes: codes, levels: ["a", "b", "c"]).check("SD23")
    #expect(result.verdict == .note)
    #expect(
      result.message
        == "1 dev row (2.5 %) of \"place\" has a category that train lacks: \"c\"")
    let excess = try #require(result.value)
    #expect(abs(excess - (1 / 40.0 - 1 / 120.0)) < 1e-12)
  }
}
