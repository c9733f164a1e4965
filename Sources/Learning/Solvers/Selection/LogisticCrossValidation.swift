public import LinearAlgebra

/// Binary logistic regressions on all folds of the rows but one, judged on that one, for many
/// penalties; each fold's fits are a `LogisticPath`.
///
/// **Objective** mean s·(log(1 + eᶻ) − t·z) + ½·l2·‖w‖², the intercept free; errors are log losses
public struct LogisticCrossValidation: Sendable {
  /// In the order of the penalties.
  public let candidates: [ValidatedPenalty]
  /// Whether it was ended before all fits were done; then there are no candidates.
  let isCancelled: Bool

  /// **Shapes** inputs [n, d], classes [n] of 0 and 1, weights [n], folds [n]
  ///
  /// **Errors** those of unusable rows; `tooFewRows` with fewer than two folds that have a row;
  /// `emptyClass` when the folds but one lack a class
  ///
  /// - Parameters:
  ///   - folds: Which fold each row belongs to, from 0.
  ///   - penalties: The l2 of each candidate, falling.
  public init(
    inputs: Matrix, classes: [Int], weights: [Double]? = nil, folds: [Int], penalties: [Double],
    fitsIntercept: Bool = true, tolerance: Double = 1e-8, iterationLimit: Int = 1000
  ) throws(FitError) {
    let set = TrainingSet(
      inputs: .double(inputs), targets: .classes(classes, classCount: 2), weights: weights,
      rowIDs: Array(classes.indices))
    try set.checkUsable()
    try self.init(
      LabelledRows(set, classFactors: nil), folds: folds, penalties: penalties,
      fitsIntercept: fitsIntercept, smoothing: 0, tolerance: tolerance,
      iterationLimit: iterationLimit, afterFit: { _ in false })
  }

  /// - Parameter afterFit: Takes how far it is; true cancels.
  init(
    _ rows: LabelledRows<Double>, folds: [Int], penalties: [Double], fitsIntercept: Bool,
    smoothing: Double, tolerance: Double, iterationLimit: Int,
    afterFit: (SolverProgress) -> Bool
  ) throws(FitError) {
    let folds = try FoldRows(folds, weights: rows.weights)
    let threadLimit = BLASThreads.count
    var errors = [[Double]]()
    let count = Double(max(1, folds.positions.count * penalties.count))
    var (fitCount, passCount, isCancelled) = (0, 0, false)
    func isOver(afterFitOf passes: Int) -> Bool {
      fitCount += 1
      passCount += passes
      isCancelled = afterFit(
        SolverProgress(passCount: passCount, fractionOfFits: Double(fitCount) / count))
      return isCancelled
    }
    for fold in folds.positions.indices {
      let training = rows.rows(at: folds.others(of: fold))
      try Self.checkBothClasses(training.targets)
      let path = try BLASThreads.alone { () throws(FitError) in
        try LogisticPath(
          training, penalties, fitsIntercept: fitsIntercept, smoothing: smoothing,
          tolerance: tolerance, iterationLimit: iterationLimit, threadLimit: threadLimit,
          afterFit: isOver)
      }
      if isCancelled { break }
      let held = rows.rows(at: folds.positions[fold])
      errors.append(path.fits.map { Self.logLoss(of: $0, on: held) })
    }
    self.isCancelled = isCancelled
    candidates = (isCancelled ? 0..<0 : penalties.indices).map { l in
      ValidatedPenalty(
        l1: 0, l2: penalties[l], foldErrors: errors.map { $0[l] }, shares: folds.shares)
    }
  }

  /// The candidate of least mean error; the largest penalty among equals.
  public var best: ValidatedPenalty? { PenaltyChoice.best(candidates) }

  /// The candidate of the largest penalty whose mean error is within one standard error of the
  /// least.
  public var simplest: ValidatedPenalty? { PenaltyChoice.withinOneStandardError(candidates) }

  private static func checkBothClasses(_ targets: Targets) throws(FitError) {
    guard case .classes(let classes, _) = targets else { return }
    for own in 0..<2 where !classes.contains(own) { throw .emptyClass(own) }
  }

  private static func logLoss(of fit: LogisticPath.Fit, on rows: LabelledRows<Double>) -> Double {
    guard case .classes(let classes, _) = rows.targets else {
      fatalError("logistic regression needs classes as targets")
    }
    var sum = 0.0
    for (i, product) in rows.inputs.times(fit.weights).enumerated() {
      let score = product + fit.intercept
      let margin = classes[i] == 1 ? score : -score
      // log(1 + e^(−margin)), without overflow.
      let loss = max(0, -margin) + Double.logarithm(1 + Double.exponential(-abs(margin)))
      sum += (rows.weights?[i] ?? 1) * loss
    }
    return sum / rows.totalWeight
  }
}
