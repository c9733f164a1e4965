import Learning
import LinearAlgebra
import Testing

@testable import Sanity

@Suite struct LossFormulaTests {
  private func check(
    _ loss: LossKind, _ targets: Targets, weights: [Double], doubled: Targets
  ) throws {
    let weighted = try #require(
      LossFormula.priorWithDeviation(loss, targets: targets, weights: weights))
    let repeated = try #require(LossFormula.prior(loss, targets: doubled))
    // Sums in another order.
    #expect(abs(weighted.loss - repeated) < 1e-12, "\(loss)")
  }

  @Test(arguments: [LossKind.meanSquaredError, .meanAbsoluteError, .huber])
  func aNumberOfWeightTwoIsTwoNumbersOfAConstantPrediction(loss: LossKind) throws {
    try check(
      loss, .values([1, 2, 6]), weights: [2, 1, 1], doubled: .values([1, 1, 2, 6]))
    try check(
      loss, .values([1, 2, 6, 9]), weights: [1, 0, 3, 1], doubled: .values([1, 6, 6, 6, 9]))
  }

  @Test(arguments: [LossKind.crossEntropy, .binaryCrossEntropy])
  func aClassOfWeightTwoIsTwoRowsOfAConstantPrediction(loss: LossKind) throws {
    try check(
      loss, .classes([0, 1, 1], classCount: 2), weights: [3, 1, 0],
      doubled: .classes([0, 0, 0, 1], classCount: 2))
  }

  @Test func theDeviationIsThatOfTheWeightedMean() throws {
    // Squared errors about the mean 2 of 0, 2, 4: 4, 0, 4, of mean 8/3 and sample variance 16/3.
    let equal = try #require(
      LossFormula.priorWithDeviation(
        .meanSquaredError, targets: .values([0, 2, 4]), weights: [5, 5, 5]))
    #expect(abs(equal.loss - 8.0 / 3) < 1e-12)
    #expect(abs(equal.deviation - (16.0 / 3).squareRoot()) < 1e-12)
  }
}
