import LinearAlgebra

/// A least squares problem as coordinate descent sees it: weights, and what they leave to explain.
///
/// Its loss is half the mean square of the residuals; penalties come with each call.
protocol CoordinateState {
  /// **Shapes** [p]
  var weights: [Double] { get set }
  /// The diagonal of the Hessian without penalties, [p].
  var curvatures: [Double] { get }
  /// Mean weighted square of the centred response: twice the loss of no weights.
  var responseSquare: Double { get }

  /// Sweeps over some coordinates until no step lowers the root of the objective by more than about
  /// `smallest`, or `limit` times.
  mutating func settle(
    columns: [Int], l1: Double, l2: Double, smallest: Double, limit: Int
  ) -> (sweepCount: Int, isSettled: Bool)
  /// Minus the gradient of the loss with respect to the weights: recomputed from the weights when `isFresh`, else good
  /// for the coordinates that moved last.
  mutating func negativeGradient(isFresh: Bool) -> [Double]
  /// Means of residual² and of response·residual.
  func residualMoments() -> (square: Double, withResponse: Double)
  /// The Hessian for some of the weights, [m, m].
  func curvature(of columns: [Int]) -> Matrix
  /// Takes other weights.
  mutating func move(to weights: [Double])
}

/// Coordinate descent's state on a Gram matrix: a step costs p, whatever the rows.
struct GramState: CoordinateState {
  let gram: Matrix
  /// Mean of input times response, [p].
  let moments: [Double]
  let responseSquare: Double
  let curvatures: [Double]
  var weights: [Double]
  private var workingSet: CoordinateWorkingSet
  /// After steps only those of the working set are good.
  private var currentSlopes: [Double]
  /// Whether the negative gradient comes from the weights and not from steps.
  private var slopesAreFresh = true

  init(gram: Matrix, moments: [Double], responseSquare: Double) {
    self.gram = gram
    self.moments = moments
    self.responseSquare = responseSquare
    curvatures = moments.indices.map { gram[$0, $0] }
    weights = [Double](repeating: 0, count: moments.count)
    workingSet = CoordinateWorkingSet(of: moments.count)
    currentSlopes = moments
  }

  mutating func settle(
    columns: [Int], l1: Double, l2: Double, smallest: Double, limit: Int
  ) -> (sweepCount: Int, isSettled: Bool) {
    slopesAreFresh = false
    workingSet.cover(columns, of: gram)
    return workingSet.settle(
      weights: &weights, descent: &currentSlopes, l1: l1, l2: l2, smallest: smallest, limit: limit)
  }

  mutating func negativeGradient(isFresh: Bool) -> [Double] {
    if isFresh, !slopesAreFresh { move(to: weights) }
    return currentSlopes
  }

  func residualMoments() -> (square: Double, withResponse: Double) {
    var explained = 0.0
    var left = 0.0
    for j in weights.indices where weights[j] != 0 {
      explained += moments[j] * weights[j]
      left += currentSlopes[j] * weights[j]
    }
    return (max(0, responseSquare - explained - left), responseSquare - explained)
  }

  func curvature(of columns: [Int]) -> Matrix { gram.part(at: columns) }

  mutating func move(to weights: [Double]) {
    self.weights = weights
    currentSlopes = CoordinateSweep.descent(gram, moments: moments, weights: weights)
    slopesAreFresh = true
  }
}

/// Coordinate descent's state on residuals: a step costs n, whatever the columns.
struct ResidualState: CoordinateState {
  /// The design with a row for each column, [p, n].
  private let rows: Matrix
  private let response: [Double]
  private let total: Double
  let responseSquare: Double
  let curvatures: [Double]
  var weights: [Double]
  private var residuals: [Double]

  /// - Parameters:
  ///   - design: [n, p], rows times the root of their weight.
  ///   - total: What sums over rows are divided by.
  init(design: Matrix, response: [Double], total: Double) {
    rows = design.transposed
    self.response = response
    self.total = total
    responseSquare = response.sumOfSquares / total
    curvatures = (0..<rows.rowCount).map { [rows] j in
      rows.row(j).sumOfSquares / total
    }
    weights = [Double](repeating: 0, count: rows.rowCount)
    residuals = response
  }

  mutating func settle(
    columns: [Int], l1: Double, l2: Double, smallest: Double, limit: Int
  ) -> (sweepCount: Int, isSettled: Bool) {
    let l1s = [Double](repeating: l1, count: weights.count)
    let l2s = [Double](repeating: l2, count: weights.count)
    var columns = columns
    var sweepCount = 0
    var isSettled = false
    while !isSettled, sweepCount < limit {
      let moved = CoordinateSweep.overResiduals(
        rows, total: total, squares: curvatures, columns: columns, weights: &weights,
        residuals: &residuals, l1: l1s, l2: l2s)
      isSettled = moved <= smallest
      sweepCount += 1
      // Here a look at a weight of 0 costs as much as a step: after the first sweep only the others.
      if sweepCount == 1 { columns = columns.filter { weights[$0] != 0 } }
    }
    return (sweepCount, isSettled)
  }

  mutating func negativeGradient(isFresh: Bool) -> [Double] {
    if isFresh { move(to: weights) }
    return rows.times(residuals).map { $0 / total }
  }

  func residualMoments() -> (square: Double, withResponse: Double) {
    var square = 0.0
    var product = 0.0
    for i in residuals.indices {
      square += residuals[i] * residuals[i]
      product += residuals[i] * response[i]
    }
    return (square / total, product / total)
  }

  func curvature(of columns: [Int]) -> Matrix {
    var result = rows.rows(at: columns).transposed.gram()
    for i in result.storage.indices { result.storage[i] /= total }
    return result
  }

  mutating func move(to weights: [Double]) {
    self.weights = weights
    let fits = rows.transposedTimes(weights)
    for i in fits.indices { residuals[i] = response[i] - fits[i] }
  }
}
