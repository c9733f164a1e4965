import LinearAlgebra
import Testing

struct StatisticsTests {
  /// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviations −3, −1, −1, −1, 0, 0, 2, 4 with squares 32.
  private let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]

  @Test func agreesWithACaseByHand() {
    #expect(values.mean == 5)
    #expect(values.sumOfSquaredDeviations == 32)
    #expect(values.variance == 4)
    #expect(values.standardDeviation == 2)
    #expect(values.sampleVariance == 32.0 / 7)
    #expect(values.standardError == (32.0 / 7 / 8).squareRoot())
    #expect(values.sumOfSquares == 232)
    #expect(values.rootMeanSquare == 29.0.squareRoot())
    #expect([3.0, 4].norm == 5)
    #expect(dot([1, 2, 3], [4, -5, 6]) == 12)
    #expect(values[4...].mean == 6.5)
  }

  @Test func oneNumberHasNoSpread() {
    #expect([3.0].mean == 3)
    #expect([3.0].variance == 0)
    #expect([3.0].sampleVariance == 0)
    #expect([3.0].standardError == 0)
  }

  @Test func noNumbersHaveNoMean() {
    let none: [Double] = []
    #expect(none.mean.isNaN)
    #expect(none.variance.isNaN)
    #expect(none.rootMeanSquare.isNaN)
    #expect(none.standardError.isNaN)
    #expect(none.sumOfSquares == 0)
    #expect(none.sampleVariance == 0)
  }

  @Test func deviationsAreTakenFromTheMeanFirst() {
    // The mean of the squares minus the square of the mean would leave nothing of them.
    let far = values.map { $0 + 1e9 }
    #expect(far.variance == 4)
  }

  @Test func nonFiniteNumbersStay() {
    #expect([1, Double.nan].mean.isNaN)
    #expect([1, Double.infinity].mean == .infinity)
    #expect([1, Double.infinity].variance.isNaN)
  }
}
