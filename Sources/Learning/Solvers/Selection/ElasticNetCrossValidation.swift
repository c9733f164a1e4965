public import LinearAlgebra

/// Lasso and elastic net fits on all folds of the rows but one, judged on that one, for many
/// penalties.
///
/// Where a Gram matrix pays, each fold's is made once and shared: a fit on the other folds and its
/// error need no pass over the rows. Penalties share screening and starts as in `ElasticNetPath`.
///
/// **Objective** ½·mean (y − f)² + l1·‖w‖₁ + ½·l2·‖w‖², the intercept free
public struct ElasticNetCrossValidation: Sendable {
  /// With mean squared errors, in the order of the penalties.
  public let candidates: [ValidatedPenalty]

  /// **Shapes** inputs [n, d], targets [n], weights [n], folds [n]
  ///
  /// **Errors** those of unusable rows; `tooFewRows` with fewer than two folds that have a row
  ///
  /// - Parameters:
  ///   - folds: Which fold each row belongs to, from 0.
  ///   - penalties: The l1 of each candidate, falling.
  ///   - l2PerL1: l2 in units of l1: (1 − ratio) / ratio for scikit-learn's `l1_ratio`.
  ///   - l2: What is added to that.
  ///   - tolerance: Of the duality gap, as a share of the objective.
  public init(
    inputs: Matrix, targets: [Double], weights: [Double]? = nil, folds: [Int],
    penalties: [Double], l2PerL1: Double = 0, l2: Double = 0, fitsIntercept: Bool = true,
    tolerance: Double = 1e-6, sweepLimit: Int = 100_000
  ) throws(FitError) {
    let set = TrainingSet(
      inputs: .double(inputs), targets: .values(targets), weights: weights,
      rowIDs: Array(targets.indices))
    try set.checkUsable()
    try self.init(
      LeastSquaresProblem(
        LabelledRows(set, classFactors: nil), l2: 0, fitsIntercept: fitsIntercept),
      folds: folds, penalties: penalties.map { ($0, $0 * l2PerL1 + l2) },
      descent: CoordinateDescent(tolerance: tolerance, sweepLimit: sweepLimit))
  }

  init(
    _ problem: LeastSquaresProblem, folds: [Int], penalties: [(l1: Double, l2: Double)],
    descent: CoordinateDescent
  ) throws(FitError) {
    let folds = try FoldRows(folds, weights: problem.rows.weights)
    let errors =
      ElasticNetSolve.prefersGram(problem)
      ? Self.errorsByMoments(problem, folds, penalties, descent)
      : Self.errorsByRows(problem, folds, penalties, descent)
    candidates = penalties.indices.map { l in
      ValidatedPenalty(
        l1: penalties[l].l1, l2: penalties[l].l2, foldErrors: errors.map { $0[l] },
        shares: folds.shares)
    }
  }

  /// The candidate of least mean error; the largest penalty among equals.
  public var best: ValidatedPenalty? { PenaltyChoice.best(candidates) }

  /// The candidate of the largest penalty whose mean error is within one standard error of the
  /// least.
  public var sparsest: ValidatedPenalty? { PenaltyChoice.withinOneStandardError(candidates) }

  private static func errorsByMoments(
    _ problem: LeastSquaresProblem, _ folds: FoldRows, _ penalties: [(l1: Double, l2: Double)],
    _ descent: CoordinateDescent
  ) -> [[Double]] {
    let moments = FoldMoments(problem, folds: folds.positions)
    return folds.positions.indices.map { fold in
      guard var training = moments.training(without: fold) else {
        fatalError("every fold has a row with weight")
      }
      return path(&training.state, penalties, descent).map {
        moments.error(of: $0, means: training.means, on: fold)
      }
    }
  }

  private static func errorsByRows(
    _ problem: LeastSquaresProblem, _ folds: FoldRows, _ penalties: [(l1: Double, l2: Double)],
    _ descent: CoordinateDescent
  ) -> [[Double]] {
    folds.positions.indices.map { fold in
      let training = LeastSquaresProblem(
        problem.rows.rows(at: folds.others(of: fold)), l2: 0, fitsIntercept: problem.fitsIntercept)
      var state = training.residualState()
      let held = problem.rows.rows(at: folds.positions[fold])
      let values = folds.positions[fold].map { problem.values[$0] }
      return path(&state, penalties, descent).map { kept in
        let parameters = training.parameters(kept: kept)
        let d = training.columnCount
        let fits = held.inputs.times(Array(parameters[..<d]))
        let intercept = training.fitsIntercept ? parameters[d] : 0
        var square = 0.0
        for i in values.indices {
          let residual = values[i] - fits[i] - intercept
          square += (held.weights?[i] ?? 1) * residual * residual
        }
        return square / held.totalWeight
      }
    }
  }

  /// The weights of each penalty's fit.
  private static func path(
    _ state: inout some CoordinateState, _ penalties: [(l1: Double, l2: Double)],
    _ descent: CoordinateDescent
  ) -> [[Double]] {
    var path = CoordinatePath(descent, from: &state)
    return penalties.map { l1, l2 in
      _ = path.minimise(&state, l1: l1, l2: l2)
      return state.weights
    }
  }
}
