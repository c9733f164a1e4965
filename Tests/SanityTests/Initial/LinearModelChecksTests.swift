import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SI20 and SI21: what a linear model's penalties and intercept leave it.
@Suite struct LinearModelChecksTests {
  /// x = ±1 in turn and y = x: at w = 0 the mean of (y − f)² / 2 is ½ and its derivative −1.
  private var line: GateFixture {
    let x = (0..<200).map { $0 % 2 == 0 ? 1.0 : -1 }
    return GateFixture(columns: [x], values: x, train: 120, dev: 40, test: 40)
  }

  @Test func boundsTheFitByThePenalty() throws {
    // ‖g‖² / l2 / ½ = 1 / 30 / ½; the optimum w = 1 / 31 gains (1 − (30 / 31)²) / 2 less, as it must.
    let ridge = line.with(model("ridge", [("l2", 30.0)]))
    let bound = try #require(PenaltyBound(ridge.context))
    #expect(abs(bound.quadratic - 30) < 1e-6)
    #expect(bound.absolute == 0)
    #expect(abs(bound.share - 1.0 / 15) < 1e-6)
    let gained = 1 - (30.0 / 31) * (30.0 / 31)
    #expect(gained <= bound.share)
    #expect(PenaltyBound(line.with(model("linear")).context) == nil, "no penalty")
  }

  @Test func anAbsolutePenaltyAboveTheGradientAllowsNothing() throws {
    var plan = TrainingPlan.with()
    plan.l1 = 1.5
    let held = try #require(PenaltyBound(line.with(model("ridge", [("l2", 0.5)]), plan).context))
    #expect(abs(held.absolute - 1.5) < 1e-6)
    #expect(held.share == 0)
    // l1 = ¼ leaves ¾ of the gradient: ¾ / ½ · 1 / ½.
    plan.l1 = 0.25
    let some = try #require(PenaltyBound(line.with(model("ridge", [("l2", 0.5)]), plan).context))
    #expect(abs(some.share - 3) < 1e-5)
  }

  @Test func warnsOfPenaltiesThatLeaveNoRoom() throws {
    // F35.
    for (kind, fixture) in [
      ("ridge", GateFixture.healthyNumbers(rows: 400)), ("logistic", .healthy(rows: 400)),
      ("softmax", .healthy(rows: 400, classes: 4)),
    ] {
      let strong = try fixture.with(model(kind, [("l2", 100.0)])).check("SI20")
      #expect(strong.verdict == .warning, "\(kind): \(strong.message)")
      #expect(strong.causes == ["model.l2 is too large: 100"])
      let weak = try fixture.with(model(kind, [("l2", 0.01)])).check("SI20")
      #expect(weak.verdict == .passed, "\(kind): \(weak.message)")
    }
  }

  @Test func penaltiesOfOtherModelsAreJudgedElsewhere() throws {
    #expect(
      try GateFixture.healthy().with(model("mlp")).check("SI20").message
        == "not convex: see SI19, SO02")
    #expect(
      try GateFixture.healthyNumbers().with(model("linear")).check("SI20").message
        == "there is no penalty, or none that bounds the fit")
    var noise = GateFixture.healthyNumbers(rows: 200)
    noise.targets = normals(200, seed: 77)
    #expect(
      try noise.with(model("ridge", [("l2", 100.0)])).check("SI20").message
        == "no cheap model shows what could be gained")
  }

  @Test func knowsWhatAnInterceptIsWorth() throws {
    func gain(_ inputs: [Double], _ targets: [Double]) -> Double? {
      let d = inputs.count / targets.count
      return InterceptGain(
        TrainingSet(
          inputs: .double(Matrix(rowCount: targets.count, columnCount: d, storage: inputs)),
          targets: .values(targets), rowIDs: Array(targets.indices)))?.share
    }
    // y = 3 + x on x = ±1: without an intercept 3 is left everywhere, with one nothing.
    #expect(abs(try #require(gain([1, -1, 1, -1], [4, 2, 4, 2])) - 1) < 1e-6)
    // Residuals ±1 that an intercept cannot touch.
    #expect(abs(try #require(gain([1, -1, 1, -1], [1, -1, -1, 1]))) < 1e-6)
    // 1 and a residual of ±1: half of the squares.
    #expect(abs(try #require(gain([1, -1, 1, -1], [2, 2, 0, 0])) - 0.5) < 1e-6)
    // A column of ones is an intercept.
    #expect(gain([1, 1, 1, 1], [4, 2, 4, 2]) == 0)
    #expect(gain([1, -1, 1, -1], [1, -1, 1, -1]) == nil, "nothing is left")
    #expect(gain([1, -1, 2, 1], [1, 2]) == nil, "as many inputs as rows")
    #expect(gain([1, 0, -1, 0, 1, 1, -1, 1], [4, 2, 4, 2]) == nil, "two rows an input")
  }

  @Test func evenClassesNeedNoIntercept() throws {
    // Each class as often with x = 1 as with x = −1.
    func gain(_ classes: [Int], of classCount: Int) -> Double? {
      let n = classes.count
      return InterceptGain(
        TrainingSet(
          inputs: .double(
            Matrix(
              rowCount: n, columnCount: 1, storage: (0..<n).map { $0 < n / 2 ? 1.0 : -1 })),
          targets: .classes(classes, classCount: classCount), rowIDs: Array(0..<n)))?.share
    }
    #expect(abs(try #require(gain([0, 1, 2, 0, 1, 2], of: 3))) < 1e-9)
    #expect(abs(try #require(gain([0, 1, 0, 1], of: 2))) < 1e-9)
    // Two of three rows are of class 0: −1 and 1 have a mean of ⅓, which takes a ninth away.
    #expect(abs(try #require(gain([0, 1, 0, 0, 1, 0], of: 2)) - 1.0 / 9) < 1e-6)
  }

  @Test func warnsOfAMissingIntercept() throws {
    // F28.
    var far = GateFixture.healthyNumbers(rows: 400)
    far.targets = far.targets.map { $0 + 3 }
    let bare = model("ridge", [("fit_intercept", false)])
    let result = try far.with(bare).check("SI21")
    #expect(result.verdict == .warning, "\(result.message)")
    #expect(result.causes == ["model.fit_intercept: false, where the target is not centred"])
    #expect(
      result.remedy == "model.fit_intercept: true, or preprocessing.target_scale: standard")
    #expect(try far.with(model("ridge")).check("SI21").message == "the model has an intercept")
    var centred = far
    let mean = far.split.train.reduce(0) { $0 + far.targets[$1] } / Double(far.split.train.count)
    centred.targets = far.targets.map { $0 - mean }
    #expect(try centred.with(bare).check("SI21").verdict == .passed)
  }

  @Test func classesAreOffCentreWhereTheyAreUneven() throws {
    let bare = model("logistic", [("fit_intercept", false)])
    let even = GateFixture.healthy(rows: 600)
    #expect(try even.with(bare).check("SI21").verdict == .passed)
    var rare = even
    let x = even.columns[0].doubles(at: Array(0..<600))
    rare.targets = x.map { $0 > 1.3 ? 1 : 0 }
    let result = try rare.with(bare).check("SI21")
    #expect(result.verdict == .warning)
    #expect(result.remedy == "model.fit_intercept: true")
  }
}
