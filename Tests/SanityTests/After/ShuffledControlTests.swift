import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SE03, with models that know the dev rows more or less.
@Suite struct ShuffledControlTests {
  /// Dev rows whose target is 1 or −1, with the sign of one input where that input is right.
  private func result(
    right count: Int, of rows: Int, training: @escaping @Sendable (Int) -> Double
  ) throws -> CheckResult {
    let truth = (0..<rows).map { $0 % 2 == 0 ? 1.0 : -1 }
    let inputs = truth.enumerated().map { [$0 < count ? $1 : -$1] }
    let shuffles = Counter()
    let recipe = HandmadeRecipe(isConvex: true) { _ in
      let factor = training(Int(shuffles.next()))
      return .handmade(HandmadeModel.numbers { factor * $0[0] })
    }
    return try AfterContext.handmade(
      train: .numbers(inputs, truth), dev: .numbers(inputs, truth), recipe: recipe
    ).check("SE03")
  }

  @Test func aGainWithinChanceIsNoLeak() throws {
    // Outputs of ±0.1, right for 60 of 100 rows: the squared error of 1 falls by 0.19 there and
    // rises by 0.21 elsewhere; 0.03 in the mean, of deviation 0.4 · √0.24 · √(100/99) = 0.197.
    let result = try result(right: 60, of: 100) { _ in 0.1 }
    #expect(result.verdict == .passed)
    #expect(
      result.message
        == "trained on shuffled targets, dev loss is 0.970, of a constant prediction 1.00")
    #expect(abs(try #require(result.value) - 0.03 / 0.0197) < 0.01)
  }

  @Test func fiveShufflesInARowMustPredictDev() throws {
    // Right for 90 of 100 rows with ±0.5: gains of 0.75 and −1.25, 0.55 in the mean, of error 0.06.
    let always = try result(right: 90, of: 100) { _ in 0.5 }
    #expect(always.verdict == .warning)
    #expect(always.message.hasSuffix(": something leaks the dev targets"))
    let butOne = try result(right: 90, of: 100) { $0 == 5 ? 0 : 0.5 }
    #expect(butOne.verdict == .passed)
  }

  @Test func aSureLossIsNoGain() throws {
    // Wrong for 90 of 100 rows.
    #expect(try result(right: 10, of: 100) { _ in 0.5 }.verdict == .passed)
  }

  @Test func fewRowsAreNotShuffled() throws {
    #expect(
      try result(right: 20, of: 29) { _ in 0.1 }.message
        == "there are fewer than 30 dev rows, or no recipe")
    #expect(
      try result(right: 20, of: 49) { _ in 0.1 }.message
        == "fewer than 50 train rows, or the training diverged")
  }
}
