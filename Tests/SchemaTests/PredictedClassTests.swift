import Schema
import Testing

/// The class that probabilities decide for.
@Suite struct PredictedClassTests {
  @Test(arguments: [
    ([0.5, 0.5], 1), ([0.75, 0.25], 0), ([0.25, 0.75], 1), ([0.5, 0.5, 0.0], 0),
    ([0.2, 0.4, 0.4], 1), ([1.0], 0), ([0.0, 0.0, 0.0, 1.0], 3),
  ])
  func isTheMostProbableAndOfTwoEqualOnesThePositive(probabilities: [Double], expected: Int) {
    #expect(PredictedClass.index(of: probabilities.count) { probabilities[$0] } == expected)
  }
}
