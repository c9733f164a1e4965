public import LinearAlgebra

/// Lasso and elastic net fits for falling penalties, each started from those before.
///
/// **Objective** ½·mean (y − f)² + l1·‖w‖₁ + ½·l2·‖w‖², the intercept free
public struct ElasticNetPath: Sendable {
  /// One fit of the path.
  public struct Fit: Sendable, Hashable {
    public let l1: Double
    public let l2: Double
    /// **Shapes** [d]
    public let weights: [Double]
    public let intercept: Double
    /// The loss plus penalties.
    public let objective: Double
    /// Objective minus a lower bound of the least one.
    public let gap: Double
    public let sweepCount: Int
    public let isConverged: Bool

    /// How many weights are not 0.
    public var activeCount: Int { weights.count { $0 != 0 } }
  }

  public let fits: [Fit]

  /// Fits one model for each l1, in the order given; falling is fastest.
  ///
  /// **Shapes** inputs [n, d], targets [n], weights [n]
  ///
  /// - Parameters:
  ///   - l2PerL1: l2 in units of l1: (1 − ratio) / ratio for scikit-learn's `l1_ratio`.
  ///   - tolerance: Of the duality gap, as a share of the objective.
  public init(
    inputs: Matrix, targets: [Double], weights: [Double]? = nil, penalties: [Double],
    l2PerL1: Double = 0, fitsIntercept: Bool = true, tolerance: Double = 1e-8,
    sweepLimit: Int = 100_000
  ) {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    let onGram = ElasticNetSolve.prefersGram(rowCount: n, columnCount: d)
    let problem = Self.problem(
      inputs, targets, weights, fitsIntercept: fitsIntercept,
      acceptsSingle: onGram && tolerance >= ElasticNetSolve.singleTolerance)
    let descent = CoordinateDescent(tolerance: tolerance, sweepLimit: sweepLimit)
    if ElasticNetSolve.prefersGram(problem) {
      var state = problem.gramState()
      fits = Self.fits(descent, &state, problem, penalties, l2PerL1)
    } else {
      var state = problem.residualState()
      fits = Self.fits(descent, &state, problem, penalties, l2PerL1)
    }
  }

  /// The least l1 that leaves every weight at 0.
  public static func largestPenalty(
    inputs: Matrix, targets: [Double], weights: [Double]? = nil, fitsIntercept: Bool = true
  ) -> Double {
    let problem = problem(inputs, targets, weights, fitsIntercept: fitsIntercept)
    return problem.products.reduce(0) { max($0, abs($1)) } / problem.totalWeight
  }

  /// `count` penalties from `largest` down to `share`·`largest`, each the same share of the last.
  public static func penalties(from largest: Double, count: Int, share: Double) -> [Double] {
    guard count > 1 else { return count == 1 ? [largest] : [] }
    let factor = Double.exponential(Double.logarithm(share) / Double(count - 1))
    var result = [largest]
    while result.count < count { result.append(result[result.count - 1] * factor) }
    return result
  }

  private static func problem(
    _ inputs: Matrix, _ targets: [Double], _ weights: [Double]?, fitsIntercept: Bool,
    acceptsSingle: Bool = false
  ) -> LeastSquaresProblem {
    let set = TrainingSet(
      inputs: .double(inputs), targets: .values(targets), weights: weights,
      rowIDs: Array(targets.indices))
    return LeastSquaresProblem(
      LabelledRows(set, classFactors: nil), l2: 0, fitsIntercept: fitsIntercept,
      acceptsSingle: acceptsSingle)
  }

  private static func fits(
    _ descent: CoordinateDescent, _ state: inout some CoordinateState,
    _ problem: LeastSquaresProblem, _ penalties: [Double], _ l2PerL1: Double
  ) -> [Fit] {
    var path = CoordinatePath(descent, from: &state)
    var result = [Fit]()
    for l1 in penalties {
      let l2 = l1 * l2PerL1
      let ending = path.minimise(&state, l1: l1, l2: l2)
      let parameters = problem.parameters(kept: state.weights)
      result.append(
        Fit(
          l1: l1, l2: l2, weights: Array(parameters.prefix(problem.columnCount)),
          intercept: problem.fitsIntercept ? parameters[problem.columnCount] : 0,
          objective: ending.objective, gap: ending.gap, sweepCount: ending.sweepCount,
          isConverged: ending.isConverged))
    }
    return result
  }
}
