extension TrainingPlan {
  /// The plan of the overfit check: full batches at the peak learning rate, without regularization
  /// (weight decay included), label smoothing, schedule, early stopping and shuffling.
  ///
  /// Loss, reduction, class weights, clipping, optimizer, precision and seed stay.
  public func forOverfitting(stepLimit: Int, target: StepTarget) -> TrainingPlan {
    var plan = self
    plan.labelSmoothing = 0
    plan.optimizer = optimizer.withoutDecay()
    plan.schedule = ConstantSchedule(warmup: Warmup(stepCount: 0))
    plan.l1 = 0
    plan.l2 = 0
    plan.batchSize = Int.max
    plan.accumulation = 1
    plan.isShuffled = false
    plan.budget = .steps(stepLimit)
    plan.earlyStopping = nil
    plan.target = target
    return plan
  }
}
