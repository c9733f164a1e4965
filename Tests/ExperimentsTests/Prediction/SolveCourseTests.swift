import Learning
import Testing

@testable import Experiments

/// Courses that are made up, so that each figure can be worked by hand.
@Suite struct SolveCourseTests {
  /// Half a second of set-up, then a tenth for each pass: a + b·n.
  private static func line(
    _ points: [(passes: Int, remainder: Double)], goal: Double, setUp: Double = 0.5,
    each: Double = 0.1
  ) -> SolveCourse {
    var course = SolveCourse()
    for (passes, remainder) in points {
      course.add(
        seconds: setUp + each * Double(passes), passCount: passes, remainder: remainder,
        goal: goal)
    }
    return course
  }

  @Test func tellsSetUpFromPasses() throws {
    let course = Self.line([(2, 0.5), (3, 0.1), (7, 0.01)], goal: 1e-4)
    #expect(abs(try #require(course.secondsPerPass) - 0.1) < 1e-12)
    #expect(abs(course.setUpSeconds - 0.5) < 1e-12)
  }

  @Test func tellsNothingFromOnePoint() {
    #expect(Self.line([(2, 0.5)], goal: 1e-4).secondsPerPass == nil)
    #expect(SolveCourse().secondsPerPass == nil)
    #expect(SolveCourse().depth == 0)
  }

  /// Remainders of 1e-1 and 1e-2 are a quarter and half of the way to 1e-4, in digits. A remainder
  /// that has grown again leads nowhere.
  @Test func measuresDepthInDigits() throws {
    let course = Self.line([(2, 0.1), (4, 0.5), (6, 0.01)], goal: 1e-4)
    #expect(abs(course.depth - 0.5) < 1e-12)
    #expect(abs(try #require(course.passCount(toDepth: 0.25)) - 2) < 1e-12)
    // Half way between the two.
    #expect(abs(try #require(course.passCount(toDepth: 0.375)) - 4) < 1e-12)
    #expect(course.passCount(toDepth: 0.6) == nil)
  }

  /// Fits of a cross-validation: three of ten are done.
  @Test func measuresTheDepthOfAChoiceInFits() {
    let course = Self.line([(5, 0.9), (9, 0.8), (14, 0.7)], goal: 0)
    #expect(abs(course.depth - 0.3) < 1e-12)
  }

  /// Slices of 100 and 400 rows: set-up 0.2 and 0.5 s, passes 0.01 and 0.025 s. Each row adds 1 ms
  /// and 0.05 ms: of 1,000 rows 1.1 s and 0.055 s.
  @Test func stretchesTimesAlongLines() throws {
    let smaller = Self.line([(2, 0.5), (4, 0.1)], goal: 1e-4, setUp: 0.2, each: 0.01)
    let larger = Self.line([(2, 0.5), (5, 0.2)], goal: 1e-4, setUp: 0.5, each: 0.025)
    let found = larger.stretched(from: smaller, of: 100, to: 400, all: 1_000)
    #expect(abs(try #require(found.secondsPerPass) - 0.055) < 1e-12)
    #expect(abs(found.setUpSeconds - 1.1) < 1e-12)
    #expect(found.points.map(\.passCount) == [2, 5])
  }
}

@Suite struct SolveForecastTests {
  private func course(
    _ points: [(passes: Int, remainder: Double)], goal: Double, setUp: Double = 0.5
  ) -> SolveCourse {
    var course = SolveCourse()
    for (passes, remainder) in points {
      course.add(
        seconds: setUp + 0.1 * Double(passes), passCount: passes, remainder: remainder,
        goal: goal)
    }
    return course
  }

  /// The slice needs 2 passes to the quarter of the way where the solve itself has needed 8, four times as
  /// many: what is left of the slice's, 18 passes, are taken twice. 0.5 + (8 + 36) · 0.1.
  @Test func goesOnAsASimilarSolveDid() throws {
    let begun = course([(4, 0.5), (8, 0.1)], goal: 1e-4)
    let similar = course([(2, 0.1), (12, 1e-3), (20, 1e-4)], goal: 1e-4, setUp: 0)
    let found = try #require(SolveForecast(begun, similar: similar, tail: .power))
    #expect(abs(found.passCount - 44) < 1e-9)
    #expect(abs(found.seconds - 4.9) < 1e-9)
    #expect(abs(found.spread - 1.5) < 1e-12)
  }

  /// Ten of forty fits took 30 passes: 120 in all.
  @Test func takesOneFoldForAnother() throws {
    let begun = course([(10, 0.9), (30, 0.75)], goal: 0)
    let found = try #require(SolveForecast(begun, similar: nil, tail: .even))
    #expect(abs(found.passCount - 120) < 1e-9)
    #expect(abs(found.seconds - 12.5) < 1e-9)
    // A quarter was seen: 1.5 + 0.75 · 2.5.
    #expect(abs(found.spread - 3.375) < 1e-12)
  }

  /// Two digits after 4 passes, four after 5: eight, with one doubling more, after 6.
  @Test func doublesTheDigitsOfNewtonsMethod() {
    let seen = course([(4, 1e-2), (5, 1e-4)], goal: 1e-8)
    #expect(abs((SolveTail.quadratic.passCount(of: seen) ?? 0) - 6) < 1e-9)
  }

  /// 10 passes to two digits of six and 20 to four: as many again, 40, to six.
  @Test func multipliesThePassesOfAQuasiNewtonMethod() {
    let seen = course([(10, 1e-2), (20, 1e-4)], goal: 1e-6)
    #expect(abs((SolveTail.power.passCount(of: seen) ?? 0) - 40) < 1e-9)
  }

  /// Half of that depth, 1 and 2 digits of six: 40 to three, from where each digit takes 40 · ln 2.
  @Test func doesNotMultiplyThemForEver() {
    let seen = course([(10, 1e-1), (20, 1e-2)], goal: 1e-6)
    let found = SolveTail.power.passCount(of: seen) ?? 0
    #expect(abs(found - 40 * (1 + 3 * 0.693147180559945)) < 1e-6)
  }

  /// 10 passes for each digit: 40 for four.
  @Test func goesOnEvenlyWithAcceleratedSteps() {
    let seen = course([(10, 1e-1), (20, 1e-2)], goal: 1e-4)
    #expect(abs((SolveTail.linear.passCount(of: seen) ?? 0) - 40) < 1e-9)
  }

  /// After a choice is made the solve with it counts from 0 again: no part of the choice's course.
  @Test func endsWithTheChoice() {
    #expect(course([(10, 0.5), (20, 0.1), (2, 0.9), (4, 0.01)], goal: 0).points.count == 2)
  }

  /// Nothing is nearer to the goal than at the start: anything may follow.
  @Test func saysHowLittleItKnows() throws {
    let begun = course([(2, 1.5), (4, 1.2)], goal: 1e-4)
    let found = try #require(SolveForecast(begun, similar: nil, tail: .power))
    #expect(found.spread == 4)
    #expect(SolveForecast(SolveCourse(), similar: nil, tail: .power) == nil)
  }

  @Test func namesTheTailOfEachSolver() {
    #expect(SolveTail(solver: .newtonCG, chooses: false) == .quadratic)
    #expect(SolveTail(solver: .proximalGradient, chooses: false) == .linear)
    #expect(SolveTail(solver: .lbfgs, chooses: false) == .power)
    #expect(SolveTail(solver: .newton, chooses: true) == .even)
  }
}

@Suite struct SearchPredictionTests {
  private func course(_ points: [(seconds: Double, passes: Int)]) -> SolveCourse {
    var course = SolveCourse()
    for (seconds, passes) in points {
      course.add(seconds: seconds, passCount: passes, remainder: 0.5, goal: 1e-8)
    }
    return course
  }

  /// The first iteration took 0.5 s, the next two 0.1 s each: 0.5 + 9 · 0.1.
  @Test func tellsTheFirstIterationFromTheNext() {
    let found = SearchPrediction(
      course([(0.5, 5), (0.6, 6), (0.7, 7)]), seenSeconds: 1, iterationLimit: 10,
      patience: nil)
    #expect(abs(found.estimate.likely - 1.4) < 1e-12)
  }

  /// Five passes of 0.1 s found the first step; four iterations of one pass follow.
  @Test func takesOnePassForEachIterationThatWasNotSeen() {
    let found = SearchPrediction(
      course([(0.5, 5)]), seenSeconds: 1, iterationLimit: 5, patience: nil)
    #expect(abs(found.estimate.likely - 0.9) < 1e-12)
  }

  /// It may end after 3 of 9 iterations: 0.5 + 2 · 0.1 to 0.5 + 8 · 0.1.
  @Test func givesARangeWhereTheDevRowsDecide() {
    let found = SearchPrediction(
      course([(0.5, 5), (0.6, 6)]), seenSeconds: 1, iterationLimit: 9, patience: 2)
    #expect(abs(found.estimate.least - 0.7) < 1e-12)
    #expect(abs(found.estimate.most - 1.3) < 1e-12)
  }
}
