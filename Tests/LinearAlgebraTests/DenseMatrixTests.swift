import Testing

@testable import LinearAlgebra

@Suite struct DenseMatrixTests {
  /// 0.1 lies between two floats, the nearest of which is 13,421,773 / 2²⁷; 1e300 lies beyond them all.
  @Test func convertsToTheNearestNumberOfTheOtherPrecision() {
    let double = Matrix(rowCount: 2, columnCount: 2, storage: [0.1, -2.5, 1e300, 0])
    let single = double.converted(to: Float.self)
    #expect(single.rowCount == 2 && single.columnCount == 2)
    #expect(single.storage.array == [13_421_773.0 / 134_217_728, -2.5, .infinity, 0])
    let back = single.converted(to: Double.self)
    #expect(back.storage.array == [13_421_773.0 / 134_217_728, -2.5, .infinity, 0])
    #expect([0.5, 0.1].converted(to: Float.self) == [0.5, 13_421_773.0 / 134_217_728])
  }

  @Test func keepsNumbersThatHaveThePrecisionAlready() {
    let double = Matrix(rowCount: 1, columnCount: 2, storage: [0.1, 0.2])
    #expect(double.converted(to: Double.self) == double)
    #expect([Float(0.1)].converted(to: Float.self) == [0.1])
  }

  /// The storage that a matrix was made of is what it is converted from, signs of zero and the least
  /// numbers too.
  @Test func convertsZeroesAndTheLeastNumbers() {
    let single: [Float] = [-0.0, .leastNonzeroMagnitude, -.infinity]
    let double = single.converted(to: Double.self)
    #expect(double[0].sign == .minus)
    #expect(double[1] == 0x1p-149)
    #expect(double[2] == -.infinity)
  }
}
