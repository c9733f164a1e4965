import LinearAlgebra
import Schema
import Synchronization
import TestSupport
import Testing

@testable import Learning

private func searchPlan(_ budget: Budget = .epochs(200)) -> TrainingPlan {
  var plan = smallPlan(batchSize: 16, budget: budget)
  plan.optimizer = optimizer("lbfgs")
  return plan
}

private func fit(
  _ recipe: any ModelRecipe, to set: TrainingSet, dev: TrainingSet? = nil, plan: TrainingPlan,
  context: TrainingContext = TrainingContext()
) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: dev, plan: plan, context: context)
}

@Test(arguments: [Precision.float, .double])
func lossDecreasesAtEachIterationAndAgreesWithTheModel(precision: Precision) throws {
  for task in PredictionTask.allCases {
    let set = syntheticSet(task)
    var plan = searchPlan()
    plan.precision = precision
    plan.l2 = 0.01
    let network = recipe("mlp", ("hidden", [8]), ("activation", "tanh"), ("layer_norm", true))
    let outcome = try fit(
      network, to: set, plan: plan, context: TrainingContext(recordsStepLosses: true))
    #expect(outcome.stepLosses.count == outcome.stepCount + 1)
    #expect(outcome.epochs.map(\.trainLoss) == Array(outcome.stepLosses.dropFirst()))
    #expect(outcome.constantRowIDs == set.rowIDs)
    let problem = try #require(network.gradientProblem(on: set, plan: plan))
    let start = problem.lossAndGradient(at: problem.initialParameters)
    let end = problem.lossAndGradient(at: flatParameters(outcome.model))
    #expect(end.loss < 0.8 * start.loss)
    if precision == .double, case .converged = outcome.ending {
      let largest = { (gradient: [Double]) in gradient.reduce(0) { max($0, abs($1)) } }
      #expect(largest(end.gradient) <= 1e-5 * largest(start.gradient))
    }
  }
}

@Test func summedLossesHaveTheSameMinimum() throws {
  let set = syntheticSet(.multiclass)
  var plan = searchPlan()
  plan.optimizer = optimizer("lbfgs", ("tolerance", 1e-11))
  plan.l2 = 0.1
  plan.labelSmoothing = 0.1
  plan.classWeights = .perClass([1, 2, 3])
  let linear = recipe("mlp", ("hidden", []))
  let mean = try fit(linear, to: set, plan: plan)
  let rows = LabelledRows<Double>(set, classFactors: [1, 2, 3])
  plan.reduction = .sum
  plan.l2 = 0.1 * rows.totalWeight
  let sum = try fit(linear, to: set, plan: plan)
  #expect(relativeDifference(flatParameters(mean.model), flatParameters(sum.model)) < 1e-6)
  let losses = [mean, sum].compactMap { $0.epochs.last?.trainLoss }
  #expect(losses.count == 2 && abs(losses[0] - losses[1]) < 1e-8)
}

@Test func searchStopsAsTrainingsDo() throws {
  let set = syntheticSet(.binary)
  let network = recipe("mlp", ("hidden", [8]))
  #expect(try fit(network, to: set, plan: searchPlan(.steps(3))).ending == .completed)
  #expect(try fit(network, to: set, plan: searchPlan(.epochs(3))).stepCount == 3)

  let asked = Mutex(0)
  let cancelling = TrainingContext(isCancelled: {
    asked.withLock {
      $0 += 1
      return $0 == 4
    }
  })
  let cancelled = try fit(network, to: set, plan: searchPlan(), context: cancelling)
  #expect(cancelled.ending == .cancelled(step: 4) && cancelled.stepCount == 4)

  let trial = searchPlan().forOverfitting(
    stepLimit: 500, target: StepTarget(loss: 0.05, needsAllRight: true))
  let reached = try fit(
    recipe("mlp", ("hidden", [32])), to: set, plan: trial,
    context: TrainingContext(recordsStepLosses: true))
  #expect(reached.ending == .targetReached(step: reached.stepCount))
  #expect(try #require(reached.stepLosses.last) <= 0.05)

  var stopping = searchPlan()
  let values = Mutex([0.3, 0.1, 0.2, 0.5, 0.4])
  stopping.earlyStopping = EarlyStopping(
    metric: DevMetric(name: "scripted", isHigherBetter: false) { _ in
      values.withLock { $0.isEmpty ? .nan : $0.removeFirst() }
    }, patience: 2)
  let stopped = try fit(network, to: set, dev: set, plan: stopping)
  #expect(stopped.ending == .noImprovement(bestEpoch: 2))
  #expect(stopped.epochs.count == 4)
  let best = try fit(network, to: set, plan: searchPlan(.steps(2)))
  #expect(stopped.model.tensors == best.model.tensors)
}

@Test func searchFromAnInfiniteLossDiverges() throws {
  let set = syntheticSet(.regression)
  let huge = recipe("mlp", ("initialization", "normal"), ("initialization_scale", 1e200))
  let outcome = try fit(huge, to: set, plan: searchPlan())
  guard case .diverged(0, let loss, _) = outcome.ending else {
    Issue.record("ended as \(outcome.ending)")
    return
  }
  #expect(!loss.isFinite && outcome.stepCount == 0)
  #expect(flatParameters(outcome.model).allSatisfy { $0.isFinite })
}

@Test func searchRejectsObjectivesThatAreNotSmooth() throws {
  let set = syntheticSet(.binary)
  func expectRefusal(_ recipe: any ModelRecipe, _ plan: TrainingPlan, _ word: String) {
    do {
      _ = try fit(recipe, to: set, plan: plan)
      Issue.record("no error for \(word)")
    } catch FitError.optimizerDoesNotFit(let optimizer, _, let reason) {
      #expect(optimizer == "lbfgs" && reason.hasPrefix(word))
    } catch {
      Issue.record("\(error)")
    }
  }
  expectRefusal(recipe("mlp", ("dropout", 0.5)), searchPlan(), "dropout")
  var plan = searchPlan()
  plan.l1 = 0.1
  expectRefusal(recipe("mlp"), plan, "l1")
  expectRefusal(recipe("logistic", ("solver", "sgd")), plan, "l1")
}
