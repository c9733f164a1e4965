public import LinearAlgebra

/// Ridge regressions for many penalties from one factorisation, each with what it would do on rows
/// it has not seen.
///
/// **Objective** ½·mean (y − f)² + ½·l2·‖w‖², the intercept free
public struct RidgePath: Sendable {
  /// One fit of the path.
  public struct Fit: Sendable, Hashable {
    public let l2: Double
    /// **Shapes** [d]
    public let weights: [Double]
    public let intercept: Double
    /// Parameters that the fit uses up, the intercept among them: the trace of the matrix that
    /// turns responses into fits.
    public let degreesOfFreedom: Double
    /// Mean squared error of the rows that were fitted.
    public let trainingError: Double
    /// Mean squared error of each row when it is left out, in closed form: residual / (1 −
    /// leverage). Infinite where a row decides its own fit alone.
    public let leaveOneOut: Double
    /// The training error / (1 − degreesOfFreedom / rows)²; infinite when all rows are used up.
    ///
    /// **Source** Golub, Heath and Wahba 1979
    public let generalizedCrossValidation: Double
  }

  public let fits: [Fit]

  /// Fits one model for each l2.
  ///
  /// A row's weight multiplies its error; a row is left out with its whole weight.
  ///
  /// **Shapes** inputs [n, d], targets [n], weights [n]
  ///
  /// **Errors** those of unusable rows; `singular` when no factorisation can be had
  ///
  /// **Complexity** n·d² for the factorisation, n·d·(d + penalties) for the errors
  public init(
    inputs: Matrix, targets: [Double], weights: [Double]? = nil, penalties: [Double],
    fitsIntercept: Bool = true
  ) throws(FitError) {
    let set = TrainingSet(
      inputs: .double(inputs), targets: .values(targets), weights: weights,
      rowIDs: Array(targets.indices))
    try set.checkUsable()
    self.init(
      try PrincipalAxes(
        LeastSquaresProblem(
          LabelledRows(set, classFactors: nil), l2: 0, fitsIntercept: fitsIntercept),
        smallestPenalty: penalties.min() ?? 0),
      penalties: penalties)
  }

  init(_ axes: PrincipalAxes, penalties: [Double]) {
    let problem = axes.problem
    let products = axes.responseProducts()
    let errors = axes.errors(products: products, penalties: penalties)
    let weights = problem.rows.weights
    let rowCount = Double(weights?.count { $0 > 0 } ?? problem.rowCount)
    let d = problem.columnCount
    fits = zip(penalties, errors).map { l2, errors in
      let parameters = problem.parameters(kept: axes.weights(products: products, l2: l2))
      let freedom = axes.degreesOfFreedom(l2: l2)
      let rest = 1 - freedom / rowCount
      return Fit(
        l2: l2, weights: Array(parameters[..<d]),
        intercept: problem.fitsIntercept ? parameters[d] : 0, degreesOfFreedom: freedom,
        trainingError: errors.training, leaveOneOut: errors.leaveOneOut,
        generalizedCrossValidation: rest > 1e-12 ? errors.training / (rest * rest) : .infinity)
    }
  }
}
