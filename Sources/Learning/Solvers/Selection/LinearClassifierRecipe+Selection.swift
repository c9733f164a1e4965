import LinearAlgebra

extension LinearClassifierRecipe {
  /// From ten times the largest curvature of a column, which leaves hardly any weight, to 1e-8 of
  /// that: five penalties for each power of 10.
  private static let penaltyCount = 41
  private static let largestShare = 10.0

  /// The l2 beside the mean loss that cross-validation chooses, by log loss.
  ///
  /// **Errors** `solverDoesNotFit` for what a path of Newton fits does not solve; `tooFewRows`
  func selected(
    by rule: FoldSelection, for train: TrainingSet, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> PenaltySelection? {
    let network = try network(for: train, plan: plan)
    let obstacle =
      model.reasonForGradientSteps(network.head, canonical: canonicalLoss)
      ?? (l1 + plan.l1 > 0
        ? "l1 is above 0" : model.solver == .sgd ? "only Newton's method fits a path of them" : nil)
    if let obstacle {
      throw .solverDoesNotFit(
        solver: model.solver, reason: "model.l2 is auto, and \(obstacle)")
    }
    let rows = labelled(train, plan)
    let folds = try rule.folds(for: rows, seed: plan.seed)
    // What the training section adds is there whatever is chosen.
    let added = plan.reduction == .sum ? plan.l2 / rows.totalWeight : plan.l2
    let largest = Self.largestShare * largestCurvature(rows)
    let own = ElasticNetPath.penalties(
      from: largest > 0 ? largest : 1, count: Self.penaltyCount, share: 1e-8)
    let validation = try LogisticCrossValidation(
      rows, folds: folds.membership, penalties: own.map { $0 + added },
      fitsIntercept: model.fitsIntercept, smoothing: plan.labelSmoothing,
      tolerance: max(1e-6, tolerance), iterationLimit: iterationLimit
    ) {
      context.observe(.solverAdvanced($0))
      return context.isCancelled()
    }
    if validation.isCancelled { return nil }
    return try rule.selection("l2", own: own, among: validation.candidates, foldCount: folds.count)
  }

  /// A quarter of the largest mean square of a column about its mean.
  private func largestCurvature(_ rows: LabelledRows<Double>) -> Double {
    let d = rows.inputs.columnCount
    let means =
      model.fitsIntercept
      ? ColumnCentring(
        of: rows.inputs, weights: rows.weights, threadLimit: BLASThreads.count
      ).means : [Double](repeating: 0, count: d)
    var squares = [Double](repeating: 0, count: d)
    for i in 0..<rows.rowCount {
      let weight = rows.weights?[i] ?? 1
      for j in 0..<d {
        let value = rows.inputs.storage[i * d + j] - means[j]
        squares[j] += weight * value * value
      }
    }
    return 0.25 * (squares.max() ?? 0) / rows.totalWeight
  }

  /// The same with the penalty that was chosen.
  func with(
    _ selection: PenaltySelection, train: TrainingSet, plan: TrainingPlan
  ) -> LinearClassifierRecipe {
    var fixed = self
    fixed.selection = nil
    let total = labelled(train, plan).totalWeight
    fixed.model.penalty = .l2(plan.reduction == .sum ? selection.chosen * total : selection.chosen)
    return fixed
  }
}
