import LinearAlgebra
import Randomness
import TestSupport
import Testing

private let seeds: [UInt64] = [1, 2, 3, 4, 5]

@Test func choleskySolvesByHand() throws {
  // [[4, 2], [2, 3]]·[1, 2] = [8, 8]
  let factor = try CholeskyFactor(Matrix(rows: [[4, 2], [2, 3]]))
  let x = factor.solution(of: [8, 8])
  #expect(abs(x[0] - 1) < 1e-15)
  #expect(abs(x[1] - 2) < 1e-15)
}

@Test(arguments: seeds)
func choleskyUndoesTheProduct(seed: UInt64) throws {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let a = generator.matrix(20, 7)
  let gram = naiveProduct(naiveTranspose(a), a)
  let x = generator.normals(7)
  let factor = try CholeskyFactor(gram)
  let found = factor.solution(of: gram.times(x))
  #expect(relativeDifference(found, x) < 1e-11)
  #expect(factor.reciprocalCondition > 1e-4 && factor.reciprocalCondition <= 1)
}

@Test func choleskySaysWhichBlockIsNotDefinite() {
  #expect(throws: FactorizationError.notPositiveDefinite(order: 2)) {
    try CholeskyFactor(Matrix(rows: [[1, 2], [2, 1]]))
  }
  #expect(throws: FactorizationError.notFinite) { try CholeskyFactor(Matrix(rows: [[.nan]])) }
}

/// A solver that has diverged asks for a step from numbers that are not finite: no error of the program.
@Test func aRightHandSideThatIsNotFiniteGivesNaN() throws {
  let matrix = Matrix(rows: [[4, 2], [2, 3]])
  #expect(try CholeskyFactor(matrix).solution(of: [.nan, 1]).allSatisfy(\.isNaN))
  let solution = try PivotedQR(matrix).leastSquaresSolution(of: [.infinity, 1])
  #expect(try #require(solution).allSatisfy(\.isNaN))
}

@Test func choleskyOfNothingHasAnEmptySolution() throws {
  let factor = try CholeskyFactor(Matrix(rowCount: 0, columnCount: 0))
  #expect(factor.solution(of: []) == [])
}

@Test(arguments: seeds)
func qrAndSVDAgreeOnLeastSquares(seed: UInt64) throws {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let a = generator.matrix(15, 4)
  let b = generator.normals(15)
  let qr = try #require(PivotedQR(a).leastSquaresSolution(of: b))
  let svd = try SingularValueDecomposition(a).leastSquaresSolution(of: b)
  #expect(relativeDifference(qr, svd) < 1e-12)
  // The residual stands upright on every column.
  let residual = zip(b, a.times(qr)).map { $0 - $1 }
  #expect(a.transposedTimes(residual).allSatisfy { abs($0) < 1e-12 })
}

@Test func dependentColumnsHaveNoUniqueSolution() throws {
  let a = Matrix(rows: [[1, 2], [2, 4], [3, 6]])
  let factor = try PivotedQR(a)
  #expect(factor.rank == 1)
  #expect(factor.leastSquaresSolution(of: [1, 2, 3]) == nil)
  // Least norm on the line x + 2y = 1: (1, 2) / 5.
  let svd = try SingularValueDecomposition(a)
  let x = svd.leastSquaresSolution(of: [1, 2, 3])
  #expect(svd.rank == 1)
  #expect(abs(x[0] - 0.2) < 1e-14)
  #expect(abs(x[1] - 0.4) < 1e-14)
}

@Test func singularValuesByHand() throws {
  let svd = try SingularValueDecomposition(Matrix(rows: [[3, 0], [0, -4], [0, 0]]))
  #expect(abs(svd.singularValues[0] - 4) < 1e-14)
  #expect(abs(svd.singularValues[1] - 3) < 1e-14)
  #expect(svd.conditionNumber.map { abs($0 - 4.0 / 3) < 1e-14 } == true)
}

@Test(arguments: seeds)
func penalisedSVDSolvesTheNormalEquations(seed: UInt64) throws {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  // More columns than rows: the penalty alone makes the answer unique.
  let a = generator.matrix(4, 6)
  let b = generator.normals(4)
  let x = try SingularValueDecomposition(a).leastSquaresSolution(of: b, penalty: 0.7)
  let residual = zip(b, a.times(x)).map { $0 - $1 }
  let gradient = zip(a.transposedTimes(residual), x).map { $0 - 0.7 * $1 }
  #expect(gradient.allSatisfy { abs($0) < 1e-13 })
}

@Test(arguments: [(0, 3), (3, 0), (1, 1), (2, 5)])
func degenerateShapesHaveDefinedAnswers(rows: Int, columns: Int) throws {
  let zeros = Matrix(rowCount: rows, columnCount: columns)
  let svd = try SingularValueDecomposition(zeros)
  #expect(svd.rank == 0)
  #expect(svd.conditionNumber == nil)
  let x = svd.leastSquaresSolution(of: [Double](repeating: 1, count: rows))
  #expect(x == [Double](repeating: 0, count: columns))
  let rank = try zeros.rank()
  #expect(rank == 0)
}

@Test func rankCountsIndependentRows() throws {
  // Row 1 repeats row 0, row 3 is the sum of rows 0 and 2.
  let a = Matrix(rows: [[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 2]])
  let rank = try a.rank()
  #expect(rank == 3)
  #expect(throws: FactorizationError.notFinite) { try Matrix(rows: [[.infinity]]).rank() }
}

@Test(arguments: seeds)
func rankIsThatOfTheFactors(seed: UInt64) throws {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let a = generator.matrix(12, 3).product(with: generator.matrix(3, 9))
  let rank = try a.rank()
  #expect(rank == 3)
}

@Test(arguments: seeds)
func gramAgreesWithItsDefinition(seed: UInt64) {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let a = generator.matrix(37, 6)
  let weights = (0..<37).map { _ in generator.uniform() }
  let plain = naiveProduct(naiveTranspose(a), a)
  #expect(relativeDifference(a.gram().storage.array, plain.storage.array) < 1e-13)
  var scaled = a
  for i in 0..<37 { for j in 0..<6 { scaled[i, j] *= weights[i] } }
  let weighted = naiveProduct(naiveTranspose(a), scaled)
  #expect(
    relativeDifference(a.gram(weights: weights).storage.array, weighted.storage.array) < 1e-13)
}

@Test func transposesOverTileBorders() {
  var generator = CounterBasedGenerator(seed: 1, purpose: .synthetic)
  let a = generator.matrix(45, 70)
  #expect(a.transposed == naiveTranspose(a))
}

@Test func largestEigenvalueByHand() throws {
  // [[2, 1], [1, 2]] has 1 and 3.
  let value = try Matrix(rows: [[2, 1], [1, 2]]).largestEigenvalue()
  #expect(abs(value - 3) < 1e-14)
  let single = try Matrix(rows: [[-5]]).largestEigenvalue()
  #expect(single == -5)
  #expect(throws: FactorizationError.notFinite) { try Matrix(rows: [[.nan]]).largestEigenvalue() }
}
