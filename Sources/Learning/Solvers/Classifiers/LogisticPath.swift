public import LinearAlgebra

/// Binary logistic regressions for a sequence of penalties, each starting from the previous weights.
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

  /// Fits one model per l2, in the given order; descending is fastest.
  ///
  /// **Shapes** inputs [n, d], classes [n] of 0 and 1, weights [n]
  ///
  /// **Errors** `singular` when a Hessian cannot be factorized
  ///
  /// - Parameter tolerance: The gradient infinity norm at convergence, relative to the one at weights
  ///   of 0.
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

  /// The path on checked rows, while BLAS uses one thread.
  ///
  /// - Parameter afterFit: Receives the number of passes of each fit; true ends the path.
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
    let minimizer = Minimizer(tolerance: tolerance, iterationLimit: iterationLimit)
    var result = [Fit]()
    var initialGradientNorm: Double?
    for l2 in penalties {
      function.l2 = l2
      let (step, start) = try NewtonMethod.begin(at: point, of: function)
      let minimum = try minimizer.minimum(
        from: start, by: step, initialGradientNorm: initialGradientNorm)
      initialGradientNorm = minimum.initialGradientNorm
      point = minimum.parameters
      let weights = Array(point[..<d])
      let offset = zip(weights, centring.means).reduce(0) { $0 + $1.0 * $1.1 }
      result.append(
        Fit(
          l2: l2, weights: weights, intercept: fitsIntercept ? point[d] - offset : 0,
          objective: minimum.objective, iterations: minimum.iterations,
          isConverged: minimum.ending == .converged))
      if afterFit(minimum.passCount) { break }
    }
    return result
  }
}
