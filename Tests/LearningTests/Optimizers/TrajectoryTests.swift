import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

private struct Document: Decodable {
  let inputs: [[Double]]
  let classes: [Int]
  let initial: [Double]
  let runs: [Run]

  struct Run: Decodable {
    let optimizer: String
    let schedule: String
    let steps: [Step]
  }

  struct Step: Decodable {
    let loss: Double
    let rate: Double
    let parameters: [Double]
  }
}

private func referenceOptimizer(_ name: String) -> any StepRule {
  let own: [(String, Literal)] =
    switch name {
    case "rmsprop": [("momentum", 0.9)]
    case "adagrad": [("rate_decay", 0.05)]
    default: []
    }
  let entry = optimizerCatalog.entry(name)
  let all = [("learning_rate", 0.1), ("weight_decay", name == "adamw" ? 0.05 : 0.01)] + own
  guard let rule = entry.make(Settings(fields: entry.fields, setting: all)).method.stepRule
  else { fatalError("\(name) takes no steps") }
  return rule
}

private func referenceSchedule(_ name: String) -> any Schedule {
  switch name {
  case "step": schedule("step", ("step_size", 2), ("gamma", 0.5))
  case "exponential": schedule("exponential", ("gamma", 0.8))
  case "plateau": schedule("plateau", ("factor", 0.5), ("patience", 0), ("threshold", 0.1))
  case "cosine_warmup": schedule("cosine", ("warmup_steps", 3))
  default: schedule(name)
  }
}

/// Ten steps by the optimizer and schedule themselves, on the same batches as PyTorch's.
@Test func tenStepsAgreeWithPyTorch() throws {
  let document = try fixture("trajectories", as: Document.self)
  #expect(document.runs.count == 49)
  #expect(Set(document.runs.map(\.optimizer)) == Set(stepRuleNames))
  #expect(Set(document.runs.map(\.schedule)) == Set(scheduleCatalog.names + ["cosine_warmup"]))
  let head = try OutputHead(
    task: .binary, outputCount: 2, loss: .crossEntropy)
  let network = Network(inputCount: 3, hidden: [4], activation: .tanh, head: head)
  let batches = [0, 4].map { start in
    let rows = start..<(start + 4)
    let train = TrainingSet(
      Array(document.inputs[rows]), .classes(Array(document.classes[rows]), classCount: 2))
    return NetworkProblem(
      network: network, initialization: .zeros, train: train, plan: smallPlan(), penalty: .none)
  }
  for run in document.runs {
    let optimizer = referenceOptimizer(run.optimizer)
    let schedule = referenceSchedule(run.schedule)
    var parameters = document.initial
    var state = OptimizerState<Double>(
      bufferCount: optimizer.bufferCount, parameterCount: parameters.count)
    var scheduleState = ScheduleState()
    var epochLoss = 0.0
    for (index, step) in run.steps.enumerated() {
      let rate =
        optimizer.learningRate * scheduleState.factor
        * schedule.factor(at: index, of: 10, stepsPerEpoch: 2)
      #expect(abs(rate - step.rate) < 1e-15, "\(run.optimizer) \(run.schedule) \(index)")
      let (loss, gradient) = batches[index % 2].lossAndGradient(at: parameters)
      #expect(abs(loss - step.loss) < 1e-12, "\(run.optimizer) \(run.schedule) \(index)")
      epochLoss += loss / 2
      if index % 2 == 1 {
        schedule.update(&scheduleState, afterEpochWith: epochLoss)
        epochLoss = 0
      }
      optimizer.step(&parameters, gradient: gradient, learningRate: rate, state: &state)
      let difference = relativeDifference(parameters, step.parameters)
      #expect(difference < 1e-12, "\(run.optimizer) \(run.schedule) \(index)")
    }
  }
}

/// The same through the whole training loop, whose initial bias is that of PyTorch: a linear network
/// with all other parameters 0.
@Test(arguments: stepRuleNames)
func trainingLoopTakesTheStepsOfTheOptimizer(name: String) throws {
  let set = syntheticSet(.multiclass, rowCount: 10)
  var plan = smallPlan(batchSize: 4, budget: .steps(7))
  let rule = stepRule(name, ("learning_rate", 0.1))
  plan.optimizer = rule
  plan.schedule = schedule("cosine", ("warmup_steps", 2))
  plan.isShuffled = false
  plan.l2 = 0.1
  plan.clipNorm = 0.3
  let outcome = try recipe("mlp", ("hidden", []), ("initialization", "zeros")).fitted(
    to: set, dev: nil, plan: plan, context: TrainingContext())

  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .auto)
  let network = Network(inputCount: 3, hidden: [], activation: .relu, head: head)
  var parameters = [Double](repeating: 0, count: 12)
  var state = OptimizerState<Double>(
    bufferCount: rule.bufferCount, parameterCount: 12)
  // Batches of 4, 4 and 2 rows, over and over.
  let batches = [0..<4, 4..<8, 8..<10].map { rows in
    NetworkProblem(
      network: network, initialization: .zeros, train: set.rows(at: Array(rows)), plan: plan,
      penalty: Penalty(l1: 0, l2: 0.1))
  }
  for step in 0..<7 {
    var gradient = batches[step % 3].lossAndGradient(at: parameters).gradient
    let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if norm > 0.3 { gradient = gradient.map { $0 * 0.3 / norm } }
    let rate = 0.1 * plan.schedule.factor(at: step, of: 7, stepsPerEpoch: 3)
    rule.step(&parameters, gradient: gradient, learningRate: rate, state: &state)
  }
  #expect(relativeDifference(flatParameters(outcome.model), parameters) < 1e-13)
  #expect(outcome.stepCount == 7)
  #expect(outcome.epochs.map(\.step) == [3, 6, 7])
}
