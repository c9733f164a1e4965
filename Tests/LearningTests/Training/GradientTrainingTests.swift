import Foundation
import LinearAlgebra
import Randomness
import Schema
import Synchronization
import TestSupport
import Testing

@testable import Learning

private func fit(
  _ recipe: any ModelRecipe, to set: TrainingSet, dev: TrainingSet? = nil, plan: TrainingPlan,
  context: TrainingContext = TrainingContext()
) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: dev, plan: plan, context: context)
}

/// A dev metric that takes the next of the given values at each epoch.
private final class ScriptedMetric: Sendable {
  private let values: Mutex<[Double]>

  init(_ values: [Double]) { self.values = Mutex(values.reversed()) }

  func metric(isHigherBetter: Bool) -> DevMetric {
    DevMetric(name: "scripted", isHigherBetter: isHigherBetter) { _ in
      self.values.withLock { $0.popLast() ?? .nan }
    }
  }
}

@Test(arguments: [Precision.float, .double])
func learnsAndReportsEachEpoch(precision: Precision) throws {
  for task in PredictionTask.allCases {
    let set = syntheticSet(task)
    var plan = smallPlan(batchSize: 16, budget: .epochs(40))
    plan.precision = precision
    let outcome = try fit(recipe("mlp", ("hidden", [8])), to: set, dev: set, plan: plan)
    #expect(outcome.ending == .completed)
    #expect(outcome.stepCount == 120)
    #expect(outcome.epochs.map(\.epoch) == Array(1...40))
    #expect(outcome.epochs.map(\.step) == (1...40).map { $0 * 3 })
    let first = try #require(outcome.epochs.first)
    let last = try #require(outcome.epochs.last)
    #expect(last.trainLoss < 0.6 * first.trainLoss)
    // Dev is the training set: its loss is the one after the epoch, so a little lower.
    #expect(try #require(last.devLoss) < last.trainLoss * 1.2)
    #expect(last.gradientNorm.map { $0 > 0 } == true)
    #expect(last.learningRate == 0.05)
    #expect(outcome.stepLosses.isEmpty && outcome.constantRowIDs == nil)
  }
}

@Test(arguments: modelCatalog.names)
func sameSeedGivesTheSameBits(kind: String) throws {
  for task in modelCatalog.entry(kind).tasks {
    let set = syntheticSet(task)
    var plan = smallPlan(batchSize: 7, budget: .epochs(3))
    plan.precision = .float
    let hasHidden = modelCatalog.entry(kind).fields.contains { $0.name == "dropout" }
    let recipe = hasHidden ? recipe(kind, ("dropout", 0.3)) : recipe(kind)
    let one = try fit(recipe, to: set, plan: plan)
    let two = try fit(recipe, to: set, plan: plan)
    #expect(one.model.tensors == two.model.tensors)
    #expect(
      one.model.outputs(for: set.inputs).storage.array
        == two.model.outputs(for: set.inputs).storage.array)
    guard hasHidden else { continue }
    plan.seed = 2
    let other = try fit(recipe, to: set, plan: plan)
    #expect(one.model.tensors != other.model.tensors)
  }
}

@Test func shufflingDependsOnTheSeedAlone() throws {
  // From zeros, only the order of the rows depends on the seed.
  let set = syntheticSet(.multiclass)
  var plan = smallPlan(batchSize: 8, budget: .epochs(2))
  let zeros = recipe("mlp", ("hidden", []), ("initialization", "zeros"))
  let first = try fit(zeros, to: set, plan: plan).model.tensors
  plan.seed = 2
  let second = try fit(zeros, to: set, plan: plan).model.tensors
  #expect(first != second)
  plan.isShuffled = false
  let third = try fit(zeros, to: set, plan: plan).model.tensors
  plan.seed = 1
  let fourth = try fit(zeros, to: set, plan: plan).model.tensors
  #expect(third == fourth)
}

@Test(arguments: [Precision.float, .double])
func aHugeLearningRateDivergesWithAFiniteModel(precision: Precision) throws {
  let set = syntheticSet(.regression)
  var plan = smallPlan(optimizer: "sgd", learningRate: 30, budget: .steps(3000))
  plan.precision = precision
  let outcome = try fit(recipe("mlp", ("activation", "identity")), to: set, plan: plan)
  guard case .diverged(let step, _, let tensor) = outcome.ending else {
    Issue.record("ended as \(outcome.ending)")
    return
  }
  #expect(step > 0 && step < 3000)
  let name = try #require(tensor)
  let names = ["hidden_1.weight", "hidden_1.bias", "output.weight", "output.bias", "loss"]
  #expect(names.contains(name))
  #expect(flatParameters(outcome.model).allSatisfy { $0.isFinite })
  #expect(outcome.stepCount <= step)
}

@Test func overflowWithinOneStepKeepsTheParametersBeforeIt() throws {
  // The first step multiplies a gradient of order 1 by 1e300 in float: infinity at once.
  let set = syntheticSet(.regression)
  var plan = smallPlan(optimizer: "sgd", learningRate: 1e300, budget: .steps(5))
  plan.precision = .float
  let outcome = try fit(recipe("mlp", ("hidden", [])), to: set, plan: plan)
  guard case .diverged(let step, let loss, let tensor) = outcome.ending else {
    Issue.record("ended as \(outcome.ending)")
    return
  }
  #expect(step == 1 && loss.isFinite && tensor == "output.weight")
  let fresh = try fit(
    recipe("mlp", ("hidden", [])), to: set,
    plan: {
      var plan = plan
      plan.budget = .steps(0)
      return plan
    }())
  #expect(outcome.model.tensors == fresh.model.tensors)
}

@Test func earlyStoppingKeepsTheBestEpoch() throws {
  let set = syntheticSet(.binary)
  func run(
    _ values: [Double], higher: Bool, patience: Int = 2
  ) throws -> (TrainingOutcome, [Double]) {
    var plan = smallPlan(batchSize: 8, budget: .epochs(8))
    plan.earlyStopping = EarlyStopping(
      metric: ScriptedMetric(values).metric(isHigherBetter: higher), patience: patience)
    let outcome = try fit(recipe("mlp"), to: set, dev: set, plan: plan)
    return (outcome, flatParameters(outcome.model))
  }
  func parameters(afterEpochs count: Int) throws -> [Double] {
    let outcome = try fit(
      recipe("mlp"), to: set, plan: smallPlan(batchSize: 8, budget: .epochs(count)))
    return flatParameters(outcome.model)
  }
  // Best at epoch 3, two epochs without improvement after it.
  let (stopped, best) = try run([0.5, 0.4, 0.3, 0.35, 0.3, 0.1], higher: false)
  #expect(stopped.ending == .noImprovement(bestEpoch: 3))
  #expect(stopped.epochs.count == 5)
  #expect(stopped.epochs.map(\.devMetric) == [0.5, 0.4, 0.3, 0.35, 0.3])
  #expect(best == (try parameters(afterEpochs: 3)))
  let (higher, _) = try run([0.5, 0.6, 0.6, 0.6], higher: true)
  #expect(higher.ending == .noImprovement(bestEpoch: 2))
  // The budget ends first: the best epoch's parameters all the same.
  let (completed, kept) = try run([9, 8, 7, 6, 5, 4, 3, 5], higher: false)
  #expect(completed.ending == .completed)
  #expect(kept == (try parameters(afterEpochs: 7)))
  // NaN is never an improvement.
  let (undefined, _) = try run([.nan, .nan, .nan], higher: true)
  #expect(undefined.ending == .noImprovement(bestEpoch: 2))
}

@Test func cancellationEndsAfterTheStep() throws {
  let asked = Mutex(0)
  let context = TrainingContext(isCancelled: {
    asked.withLock {
      $0 += 1
      return $0 == 5
    }
  })
  let outcome = try fit(
    recipe("mlp"), to: syntheticSet(.binary), plan: smallPlan(batchSize: 8), context: context)
  #expect(outcome.ending == .cancelled(step: 5))
  #expect(outcome.stepCount == 5)
}

@Test func observersReceiveEachEpochOnce() throws {
  let heard = Mutex([Int]())
  let context = TrainingContext(observe: { event in
    if case .epochEnded(let summary) = event { heard.withLock { $0.append(summary.epoch) } }
  })
  _ = try fit(
    recipe("mlp"), to: syntheticSet(.binary), plan: smallPlan(budget: .epochs(4)),
    context: context)
  #expect(heard.withLock { $0 } == [1, 2, 3, 4])
}

@Test func overfittingPlanFitsFewRowsAndStops() throws {
  let set = syntheticSet(.multiclass, rowCount: 16)
  var spec = smallPlan(learningRate: 0.03, batchSize: 4)
  spec.labelSmoothing = 0.2
  spec.l2 = 1
  spec.schedule = schedule("cosine", ("warmup_steps", 50))
  spec.optimizer = optimizer("adamw", ("learning_rate", 0.03), ("weight_decay", 0.5))
  spec.earlyStopping = EarlyStopping(
    metric: DevMetric(name: "none", isHigherBetter: true) { _ in 0 }, patience: 1)
  let plan = spec.forOverfitting(
    stepLimit: 500, target: StepTarget(loss: 0.05, needsAllRight: true))
  let trial = recipe("mlp", ("dropout", 0.5)).withoutRegularization()
  let outcome = try fit(
    trial, to: set, plan: plan, context: TrainingContext(recordsStepLosses: true))
  guard case .targetReached(let step) = outcome.ending else {
    Issue.record("ended as \(outcome.ending)")
    return
  }
  #expect(step == outcome.stepCount && step < 500)
  #expect(outcome.stepLosses.count == step + 1)
  #expect(outcome.stepLosses[step] <= 0.05)
  #expect(outcome.stepLosses[0..<step].allSatisfy { $0 > 0.05 })
  #expect(outcome.constantRowIDs == set.rowIDs)
  #expect(outcome.epochs.allSatisfy { $0.learningRate == 0.03 })
  let outputs = outcome.model.outputs(for: set.inputs)
  guard case .classes(let classes, _) = set.targets else { return }
  for (i, own) in classes.enumerated() {
    #expect(outputs.row(i).max() == outputs[i, own])
  }
}

@Test func theLossAfterTheLastStepIsChecked() throws {
  let set = syntheticSet(.regression, rowCount: 8)
  let plan = smallPlan().forOverfitting(stepLimit: 3, target: StepTarget(loss: 0))
  let outcome = try fit(
    recipe("mlp"), to: set, plan: plan, context: TrainingContext(recordsStepLosses: true))
  #expect(outcome.ending == .completed)
  // Before each of three steps and after the last.
  #expect(outcome.stepLosses.count == 4)
  let problem = try #require(recipe("mlp").gradientProblem(on: set, plan: plan))
  #expect(abs(outcome.stepLosses[0] - problem.loss(at: problem.initialParameters)) < 1e-12)
  #expect(abs(outcome.stepLosses[3] - problem.loss(at: flatParameters(outcome.model))) < 1e-12)
}

@Test func patientTargetNeedsCorrectRowsForSomeSteps() {
  let target = StepTarget(
    loss: 0.05, needsAllRight: true, patientLoss: 0.1, patientSteps: 3)
  var watch = TargetWatch(target, isClassification: true)
  let losses = [0.01, 0.08, 0.08, 0.08, 0.04]
  let rightCounts = [3, 4, 4, 4, 4]
  let reached = zip(losses, rightCounts).map { loss, rightCount in
    watch.isReached(loss: loss, rightCount: rightCount, rowCount: 4)
  }
  #expect(reached == [false, false, false, true, true])
}

@Test func rowsOfChangingBatchesAreNotConstant() throws {
  let outcome = try fit(
    recipe("mlp"), to: syntheticSet(.binary), plan: smallPlan(batchSize: 8),
    context: TrainingContext(recordsStepLosses: true))
  #expect(outcome.constantRowIDs == nil)
  #expect(outcome.stepLosses.count == outcome.stepCount)
}

@Test func classWeightsLiftTheRareClass() throws {
  // 36 against 4 rows that overlap: balanced weights predict the rare class more often.
  var rows = (0..<36).map { [Double($0 % 9) / 9] }
  rows += [[0.5], [0.7], [0.9], [1.1]]
  let set = TrainingSet(
    rows, .classes([Int](repeating: 0, count: 36) + [1, 1, 1, 1], classCount: 2))
  func positives(_ weights: ClassWeights) throws -> Int {
    var plan = smallPlan(budget: .epochs(200))
    plan.classWeights = weights
    let model = try fit(recipe("mlp", ("hidden", [4])), to: set, plan: plan).model
    return model.outputs(for: set.inputs).column(1).count { $0 > 0.5 }
  }
  #expect(try positives(.balanced) > positives(.none))
  #expect(try positives(.perClass([1, 1])) == positives(.none))
}

@Test func rejectsRowsThatCannotBeTrainedOn() {
  let plan = smallPlan()
  func expect(_ error: FitError, _ set: TrainingSet) {
    for kind in ["mlp", "linear"] {
      #expect(throws: error) { try fit(recipe(kind), to: set, plan: plan) }
    }
  }
  expect(
    .noRows,
    TrainingSet(
      inputs: .double(Matrix(rowCount: 0, columnCount: 2)), targets: .values([]), rowIDs: []))
  expect(.noColumns, TrainingSet([[]], .values([1])))
  expect(.notFinite(row: 1, column: 0), TrainingSet([[1, 2], [.nan, 3]], .values([1, 2])))
  expect(.notFinite(row: 0, column: nil), TrainingSet([[1]], .values([.infinity])))
  expect(.badWeight(row: 1), TrainingSet([[1], [2]], .values([1, 2]), weights: [1, -1]))
  expect(.noRows, TrainingSet([[1], [2]], .values([1, 2]), weights: [0, 0]))
  var smoothed = plan
  smoothed.labelSmoothing = 0.1
  #expect(throws: FitError.smoothingDoesNotFit(loss: "mse")) {
    try fit(recipe("mlp"), to: syntheticSet(.regression), plan: smoothed)
  }
}

@Test func deadNetworksStayDead() throws {
  // Zero weights: no gradient reaches the hidden layer, which the gate must be able to see.
  let set = syntheticSet(.multiclass)
  let zeros = recipe("mlp", ("initialization", "zeros"))
  let problem = try #require(zeros.gradientProblem(on: set, plan: smallPlan()))
  let gradient = problem.lossAndGradient(at: problem.initialParameters).gradient
  for tensor in problem.layout.tensors where tensor.name.hasPrefix("hidden") {
    #expect(gradient[tensor.offset..<(tensor.offset + tensor.count)].allSatisfy { $0 == 0 })
  }
  let hardlyAlive = recipe("mlp", ("bias_initialization", -100))
  let dead = try fit(hardlyAlive, to: set, plan: smallPlan()).model
  let outputs = dead.outputs(for: set.inputs)
  #expect(outputs.row(0) == outputs.row(1))
}

@Test func eachEpochHasItsOwnOrderAndEachStepItsOwnMask() throws {
  // The loop by hand: rows in the order of (shuffle, epoch), masks of (dropout, epoch, step).
  let set = syntheticSet(.multiclass, rowCount: 10)
  let initialization = NetworkInitialization(
    scheme: .heNormal, scale: nil, hiddenBias: 0, outputBias: .constant(0))
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .auto)
  let network = Network(
    inputCount: 3, hidden: [6], activation: .tanh, dropout: 0.3, head: head)
  let plan = smallPlan(optimizer: "sgd", learningRate: 0.1, batchSize: 5, budget: .epochs(3))
  var parameters = initialization.parameters(
    of: network, targets: set.targets, weights: nil, seed: 1)
  let pass = NetworkPass<Double>(network, rowCapacity: 5)
  var state = OptimizerState<Double>(bufferCount: 0, parameterCount: parameters.count)
  for step in 0..<6 {
    let epoch = step / 2 + 1
    var shuffling = CounterBasedGenerator(seed: 1, purpose: .shuffle, epoch: epoch)
    let order = shuffling.permutation(of: 10)
    let positions = order[(step % 2 * 5)..<(step % 2 * 5 + 5)]
    let masks = CounterBasedGenerator(seed: 1, purpose: .dropout, epoch: epoch, step: step)
    var gradient = [Double](repeating: 0, count: parameters.count)
    pass.gather(positions, from: set.inputs.matrix(as: Double.self))
    parameters.withView { parameters in
      gradient.withMutableView { gradient in
        _ = head.loss(
          of: pass.forward(parameters, dropout: masks), gradient: pass.scoreGradient,
          targets: set.targets, LossRows(positions: positions, weights: nil, scale: 0.2),
          smoothing: 0)
        pass.backward(parameters, into: gradient, beta: 0, afterDropout: true)
      }
    }
    stepRule("sgd").step(&parameters, gradient: gradient, learningRate: 0.1, state: &state)
  }
  let outcome = try fit(
    recipe("mlp", ("hidden", [6]), ("activation", "tanh"), ("dropout", 0.3)), to: set,
    plan: plan)
  #expect(relativeDifference(flatParameters(outcome.model), parameters) < 1e-14)
}
