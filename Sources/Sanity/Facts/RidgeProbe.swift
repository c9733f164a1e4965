import Learning
import LinearAlgebra

/// A ridge regression on a sample of rows that predicts each row from all others, for any number of
/// targets; the factorization of the inputs is computed once.
///
/// **Formula** H = X (XᵀX + λI)⁻¹ Xᵀ on standardized inputs with an intercept, λ the number of
/// inputs; the left-out prediction of a row is (ŷ − h y) / (1 − h) with h its diagonal element
struct RidgeProbe: Sendable {
  let rowCount: Int
  let scaling: ColumnScaling
  /// [n, d + 1], the last column of ones.
  private let inputs: Matrix
  /// X (XᵀX + λI)⁻¹, [n, d + 1].
  private let smoother: Matrix
  private let smootherTransposed: Matrix
  private let leverage: [Double]

  /// nil when no input varies or some is not finite.
  init?(inputs raw: Matrix) {
    let n = raw.rowCount
    guard n >= 3, let scaling = ColumnScaling(of: raw) else { return nil }
    let d = scaling.kept.count
    self.scaling = scaling
    inputs = scaling.scaled(raw).appendingOnes
    var gram = inputs.gram()
    for j in 0..<d { gram.storage[j * (d + 1) + j] += Double(d) }
    guard let factor = try? CholeskyFactor(gram) else { return nil }
    var inverse: [Double] = []
    inverse.reserveCapacity((d + 1) * (d + 1))
    for j in 0...d {
      var unit = [Double](repeating: 0, count: d + 1)
      unit[j] = 1
      inverse += factor.solution(of: unit)
    }
    smoother = inputs.product(
      with: Matrix(rowCount: d + 1, columnCount: d + 1, storage: inverse))
    smootherTransposed = smoother.transposed
    leverage = inputs.rowDots(with: smoother)
    rowCount = n
  }

  /// The leave-one-out prediction of each row.
  ///
  /// **Shapes** `targets` [n, k] → [n, k]
  func leaveOneOut(_ targets: Matrix) -> Matrix {
    let k = targets.columnCount
    var fitted = inputs.product(with: smootherTransposed.product(with: targets))
    for i in 0..<rowCount {
      let h = min(leverage[i], 1 - 1e-9)
      for j in (i * k)..<((i + 1) * k) {
        fitted.storage[j] = (fitted.storage[j] - h * targets.storage[j]) / (1 - h)
      }
    }
    return fitted
  }

  /// The predictions of other rows from all rows of the sample.
  ///
  /// **Shapes** `others` [m, raw columns], `targets` [n, k] → [m, k]
  func predictions(of others: Matrix, from targets: Matrix) -> Matrix {
    scaling.scaled(others).appendingOnes.product(
      with: smootherTransposed.product(with: targets))
  }
}

/// The skill of predictions compared with the leave-one-out mean.
struct Skill: Sendable {
  /// 1 for perfect predictions, 0 for those of the mean.
  let share: Double
  /// The squared error of each row, in units of the mean predictor's.
  let rowErrors: [Double]
  /// The mean squared error of the mean predictor.
  let unit: Double

  /// nil when the targets do not vary.
  init?(predictions: Matrix, targets: Matrix) {
    let (n, k) = (targets.rowCount, targets.columnCount)
    guard n > 1 else { return nil }
    var sums = [Double](repeating: 0, count: k)
    for i in 0..<n { for j in 0..<k { sums[j] += targets.storage[i * k + j] } }
    var errors = [Double](repeating: 0, count: n)
    var constant = 0.0
    for i in 0..<n {
      for j in 0..<k {
        let y = targets.storage[i * k + j]
        let own = predictions.storage[i * k + j] - y
        let prior = (sums[j] - y) / Double(n - 1) - y
        errors[i] += own * own
        constant += prior * prior
      }
    }
    guard constant > 1e-12 * Double(n) else { return nil }
    let unit = constant / Double(n)
    self.unit = unit
    rowErrors = errors.map { $0 / unit }
    share = 1 - rowErrors.mean
  }
}

extension Matrix {
  /// Standardized columns, without those that do not vary; nil when none is left or a
  /// value is not finite.
  var standardizedColumns: Matrix? { ColumnScaling(of: self).map { $0.scaled(self) } }

  /// The matrix with a column of ones appended.
  fileprivate var appendingOnes: Matrix {
    var values: [Double] = []
    values.reserveCapacity(rowCount * (columnCount + 1))
    for i in 0..<rowCount {
      values += storage[(i * columnCount)..<((i + 1) * columnCount)]
      values.append(1)
    }
    return Matrix(rowCount: rowCount, columnCount: columnCount + 1, storage: values)
  }

  /// Each row times the same row of another matrix.
  func rowDots(with other: Matrix) -> [Double] {
    let d = columnCount
    return (0..<rowCount).map { i in
      var sum = 0.0
      for j in (i * d)..<((i + 1) * d) { sum += storage[j] * other.storage[j] }
      return sum
    }
  }

  /// The columns with the given indices.
  func columns(at indices: [Int]) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(rowCount * indices.count)
    for i in 0..<rowCount { for j in indices { picked.append(storage[i * columnCount + j]) } }
    return Matrix(rowCount: rowCount, columnCount: indices.count, storage: picked)
  }
}
