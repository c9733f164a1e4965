public import LinearAlgebra

/// Binary logistic regressions for many penalties, each fitted from the weights of the one before.
///
/// **Objective** mean s·(log(1 + eᶻ) − t·z) + ½·l2·‖w‖², the intercept free
public struct LogisticPath: Sendable {
  /// One fit of the path.
  public struct Fit: Sendable, Hashable {
    public let l2: Double
    /// **Shapes** [d]
    public let weights: [Double]
    public let intercept: Double
    public let objective: Double
    public let iterations: Int
    public let isConverged: Bool
  }

  public let fits: [Fit]

  /// Fits one model for each l2, in the order given; falling is fastest.
  ///
  /// **Shapes** inputs [n, d], classes [n] of 0 and 1, weights [n]
  ///
  /// **Errors** `singular` when second derivatives cannot be factorised
  ///
  /// - Parameter tolerance: Converged when the largest derivative has fallen to this share of the
  ///   one at weights of 0.
  public init(
    inputs: Matrix, classes: [Int], weights: [Double]? = nil, penalties: [Double],
    fitsIntercept: Bool = true, tolerance: Double = 1e-8, iterationLimit: Int = 1000
  ) throws(FitError) {
    let threadLimit = BLASThreads.count
    let rows = try Self.labelled(inputs, classes, weights)
    self = try BLASThreads.alone { () throws(FitError) in
      try LogisticPath(
        rows, penalties, fitsIntercept: fitsIntercept, smoothing: 0, tolerance: tolerance,
        iterationLimit: iterationLimit, threadLimit: threadLimit)
    }
  }

  /// The same on rows that were checked, while BLAS works on one thread.
  ///
  /// - Parameter afterFit: Takes the passes over the rows of each fit; true ends the path with it.
  init(
    _ rows: LabelledRows<Double>, _ penalties: [Double], fitsIntercept: Bool, smoothing: Double,
    tolerance: Double, iterationLimit: Int, threadLimit: Int,
    afterFit: (Int) -> Bool = { _ in false }
  ) throws(FitError) {
    do {
      fits = try Self.fits(
        rows, penalties, fitsIntercept: fitsIntercept, smoothing: smoothing, tolerance: tolerance,
        iterationLimit: iterationLimit, threadLimit: threadLimit, afterFit: afterFit)
    } catch {
      throw .singular(solver: .newton)
    }
  }

  static func labelled(
    _ inputs: Matrix, _ classes: [Int], _ weights: [Double]?
  ) throws(FitError) -> LabelledRows<Double> {
    let set = TrainingSet(
      inputs: .double(inputs), targets: .classes(classes, classCount: 2), weights: weights,
      rowIDs: Array(classes.indices))
    try set.checkUsable()
    return LabelledRows(set, classFactors: nil)
  }

  private static func fits(
    _ rows: LabelledRows<Double>, _ penalties: [Double], fitsIntercept: Bool, smoothing: Double,
    tolerance: Double, iterationLimit: Int, threadLimit: Int, afterFit: (Int) -> Bool
  ) throws(FactorizationError) -> [Fit] {
    let d = rows.inputs.columnCount
    let centring =
      fitsIntercept
      ? ColumnCentring(of: rows.inputs, weights: rows.weights, threadLimit: threadLimit)
      : ColumnCentring(ofNothingFor: d)
    let function = LogisticSweep(
      rows, means: centring.means, hasIntercept: fitsIntercept, l2: 0, smoothing: smoothing,
      threadLimit: threadLimit)
    var point = [Double](repeating: 0, count: fitsIntercept ? d + 1 : d)
    let newton = NewtonMethod(
      rules: MinimizerRules(tolerance: tolerance, iterationLimit: iterationLimit) { _ in false })
    var result = [Fit]()
    var origin: Double?
    for l2 in penalties {
      function.l2 = l2
      let minimum = try newton.minimum(of: function, from: point, firstSize: &origin)
      point = minimum.parameters
      let weights = Array(point[..<d])
      let offset = zip(weights, centring.means).reduce(0) { $0 + $1.0 * $1.1 }
      result.append(
        Fit(
          l2: l2, weights: weights, intercept: fitsIntercept ? point[d] - offset : 0,
          objective: minimum.value, iterations: minimum.iterations,
          isConverged: minimum.ending == .converged))
      if afterFit(minimum.passCount) { break }
    }
    return result
  }
}
