import Learning
import Schema
import Testing

@testable import Experiments

/// Durations of trainings from made-up marks, worked by hand.
@Suite struct StepwiseEstimateTests {
  private func plan(
    _ budget: Budget, batchSize: Int = 5, accumulation: Int = 1, patience: Int? = nil
  ) -> TrainingPlan {
    let optimizer = OptimizerEntry.sgd
    let schedule = ScheduleEntry.constant
    return TrainingPlan(
      optimizer: optimizer.make(Settings(fields: optimizer.fields)),
      schedule: schedule.make(Settings(fields: schedule.fields)), batchSize: batchSize,
      accumulation: accumulation, budget: budget,
      earlyStopping: patience.map {
        EarlyStopping(
          metric: DevMetric(name: "any", isHigherBetter: true) { _ in 0 }, patience: $0)
      }, seed: 1)
  }

  private func estimate(
    _ marks: RehearsalMonitor.Marks, _ plan: TrainingPlan, devRowCount: Int = 0
  ) -> TimeEstimate {
    StepwiseEstimate(
      marks, plan: plan, rowCount: 100, devRowCount: devRowCount, forwardFraction: 0.5
    ).estimate
  }

  /// Ten steps of 10 ms; the first, at 0.1 s, includes 90 ms of set-up.
  private var steps: RehearsalMonitor.Marks {
    RehearsalMonitor.Marks(
      stepCount: 10, lastStep: 0.19, doublings: [0.10, 0.11, 0.13, 0.17])
  }

  /// Batches of 5 of 100 rows: 20 steps an epoch; 0.09 + 3 · 20 · 0.01.
  @Test func extrapolatesTheTimedSteps() {
    let found = estimate(steps, plan(.epochs(3)))
    #expect(abs(found.likely - 0.69) < 1e-12)
    #expect(found.least == found.likely && found.most == found.likely)
    #expect(abs(estimate(steps, plan(.steps(30))).likely - 0.39) < 1e-12)
  }

  /// Ten dev rows are two batches with a forward pass only, half a step each: 0.01.
  @Test func addsTheDevRowsToEachEpoch() {
    #expect(abs(estimate(steps, plan(.epochs(3)), devRowCount: 10).likely - 0.72) < 1e-12)
  }

  /// The first epoch's last step was at 0.29 and its end at 0.30: 10 ms for all that ends an epoch.
  @Test func usesTheEndOfATimedEpoch() {
    let marks = RehearsalMonitor.Marks(
      stepCount: 22, lastStep: 0.32, doublings: [0.10, 0.11, 0.13, 0.17, 0.25],
      firstEpochSteps: 20, firstEpochLastStep: 0.29, epochs: [0.30])
    // (0.29 − 0.17) / 12 = 0.01 a step.
    #expect(abs(estimate(marks, plan(.epochs(3))).likely - (0.09 + 3 * 0.21)) < 1e-12)
  }

  /// Epochs end at 0.3, 0.5, 0.8, 1.0: the later half is from 0.5 on, 0.25 each.
  @Test func usesWholeEpochsWhereTheyWereTimed() {
    let marks = RehearsalMonitor.Marks(
      stepCount: 80, lastStep: 1.0, doublings: [0.10, 0.11, 0.13, 0.17, 0.25],
      firstEpochSteps: 20, firstEpochLastStep: 0.29, epochs: [0.3, 0.5, 0.8, 1.0])
    #expect(abs(estimate(marks, plan(.epochs(10))).likely - (0.09 + 2.5)) < 1e-12)
  }

  /// With a patience of 1 it may stop after 2 of 8 epochs: 0.09 + 0.4 to 0.09 + 1.6.
  @Test func givesARangeWhereEarlyStoppingDecides() {
    let found = estimate(steps, plan(.epochs(8), patience: 1), devRowCount: 0)
    #expect(found.least == found.most, "without dev rows nothing stops early")
    let range = estimate(steps, plan(.epochs(8), patience: 1), devRowCount: 10)
    #expect(abs(range.least - (0.09 + 2 * 0.21)) < 1e-12)
    #expect(abs(range.most - (0.09 + 8 * 0.21)) < 1e-12)
    #expect(abs(range.likely * range.likely - range.least * range.most) < 1e-12)
  }

  /// 100 rows, batches of 5, gradients of 3 batches added up: 7 steps, the last of 10 rows.
  @Test func countsStepsAndEpochs() {
    #expect(plan(.epochs(2)).stepCount(of: 100) == 40)
    #expect(plan(.epochs(2), accumulation: 3).stepCount(of: 100) == 14)
    #expect(plan(.steps(41)).stepCount(of: 100) == 41)
    #expect(plan(.steps(41)).epochCount(of: 100) == 3)
    #expect(plan(.epochs(2), batchSize: 1_000).stepCount(of: 100) == 2)
  }
}
