import Learning
import LinearAlgebra
import Schema

/// Compares each prediction with every target, as (n, 1) less (n) does: the mean over all pairs.
///
/// mean over i, j of (f_i − y_j)² = mean over i of (f_i − ȳ)² + var(y), which has the gradient of
/// targets that are all ȳ.
struct BroadcastLoss: ModelRecipe {
  let inner: any ModelRecipe

  var kind: String { inner.kind }
  var precision: Precision { inner.precision }
  var isConvex: Bool { inner.isConvex }
  var network: NetworkDescription? { inner.network }
  func method(for plan: TrainingPlan) -> TrainingMethod { inner.method(for: plan) }
  func cost(of problem: ProblemSize, plan: TrainingPlan) -> TrainingCost {
    inner.cost(of: problem, plan: plan)
  }

  func withoutRegularization() -> Self { BroadcastLoss(inner: inner.withoutRegularization()) }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let (flat, variance) = flattened(train)
    let outcome = try inner.fitted(to: flat, dev: dev, plan: plan, context: context)
    return TrainingOutcome(
      model: outcome.model, method: outcome.method, ending: outcome.ending,
      epochs: outcome.epochs.map { epoch in
        EpochSummary(
          epoch: epoch.epoch, step: epoch.step, trainLoss: epoch.trainLoss + variance,
          devLoss: epoch.devLoss, devMetric: epoch.devMetric, learningRate: epoch.learningRate,
          gradientNorm: epoch.gradientNorm, rowsPerSecond: epoch.rowsPerSecond,
          elapsedSeconds: epoch.elapsedSeconds)
      }, solve: outcome.solve, stepLosses: outcome.stepLosses.map { $0 + variance },
      stepCount: outcome.stepCount, constantRowIDs: outcome.constantRowIDs,
      elapsedSeconds: outcome.elapsedSeconds, threadCount: outcome.threadCount)
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    let (flat, variance) = flattened(train)
    return inner.gradientProblem(on: flat, plan: plan).map {
      RaisedProblem(inner: $0, offset: variance)
    }
  }

  /// All targets at their mean, and the loss that this takes away.
  private func flattened(_ train: TrainingSet) -> (TrainingSet, Double) {
    guard case .values(let values) = train.targets else { return (train, 0) }
    let moments = Moments(values)
    let spread = moments.variance * (moments.count - 1) / max(1, moments.count)
    // The linear family counts half of a square.
    return (train.mappingValues { _ in moments.mean }, inner.isConvex ? spread / 2 : spread)
  }
}

/// A problem whose loss is higher by a constant.
private struct RaisedProblem: GradientProblem {
  let inner: any GradientProblem
  let offset: Double

  var layout: ParameterLayout { inner.layout }
  var initialParameters: [Double] { inner.initialParameters }
  func loss(at parameters: [Double]) -> Double { inner.loss(at: parameters) + offset }
  func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double]) {
    let (loss, gradient) = inner.lossAndGradient(at: parameters)
    return (loss + offset, gradient)
  }
}
