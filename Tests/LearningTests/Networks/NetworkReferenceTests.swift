import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

private struct Document: Decodable {
  let inputs: [[Double]]
  let classes: [Int]
  let layerNorm: [Normalized]
  let losses: [Loss]
  let plateau: [Plateau]
  let minima: [Minimum]

  struct Normalized: Decodable {
    let activation: String
    let initial: [Double]
    let outputs: [[Double]]
    let steps: [Step]
  }

  struct Step: Decodable {
    let loss: Double
    let parameters: [Double]
  }

  /// A number, or "nan".
  struct Loss: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      value = (try? decoder.singleValueContainer().decode(Double.self)) ?? .nan
    }
  }

  struct Plateau: Decodable {
    let factor: Double
    let patience: Int
    let threshold: Double
    let cooldown: Int
    let minFactor: Double
    let factors: [Double]
  }

  struct Minimum: Decodable {
    let task: PredictionTask
    let l2: Double
    let inputs: [[Double]]
    let targets: [Double]
    let objective: Double
    let weights: [Double]
  }
}

@Test func normalisedNetworksAgreeWithPyTorch() throws {
  let document = try fixture("networks", as: Document.self)
  #expect(document.layerNorm.map(\.activation) == activationCatalog.names)
  let head = try OutputHead(task: .binary, outputCount: 2, loss: .crossEntropy)
  for run in document.layerNorm {
    let network = Network(
      inputCount: 3, hidden: [4, 3], activation: activationCatalog.entry(run.activation),
      normalizes: true, head: head)
    let batches = [0, 4].map { first in
      let rows = first..<(first + 4)
      return NetworkProblem(
        network: network, initialization: .zeros,
        train: TrainingSet(
          Array(document.inputs[rows]), .classes(Array(document.classes[rows]), classCount: 2)),
        plan: smallPlan(), penalty: .none)
    }
    // Scores of the whole, by way of the probabilities they give.
    let outputs = NetworkModel(kind: "mlp", network: network, parameters: run.initial).outputs(
      for: .double(Matrix(rows: document.inputs)))
    for (i, scores) in run.outputs.enumerated() {
      let odds = Double.exponential(scores[1] - scores[0])
      #expect(abs(outputs[i, 1] - odds / (1 + odds)) < 1e-12)
    }
    let rule = stepRule("momentum")
    var parameters = run.initial
    var state = OptimizerState<Double>(bufferCount: 1, parameterCount: parameters.count)
    for (index, step) in run.steps.enumerated() {
      let (loss, gradient) = batches[index % 2].lossAndGradient(at: parameters)
      #expect(abs(loss - step.loss) < 1e-11, "\(run.activation) \(index)")
      rule.step(&parameters, gradient: gradient, learningRate: 0.1, state: &state)
      let difference = relativeDifference(parameters, step.parameters)
      #expect(difference < 1e-10, "\(run.activation) \(index)")
    }
  }
}

@Test func plateauFallsWherePyTorchsDoes() throws {
  let document = try fixture("networks", as: Document.self)
  for reference in document.plateau {
    let schedule = schedule(
      "plateau", ("factor", .number(reference.factor)),
      ("patience", .integer(reference.patience)), ("threshold", .number(reference.threshold)),
      ("cooldown", .integer(reference.cooldown)), ("min_factor", .number(reference.minFactor)))
    var state = ScheduleState()
    for (loss, factor) in zip(document.losses, reference.factors) {
      schedule.update(&state, afterEpochWith: loss.value)
      #expect(abs(state.factor / factor - 1) < 1e-12)
    }
  }
}

@Test func searchEndsInPyTorchsMinimum() throws {
  let document = try fixture("networks", as: Document.self)
  for reference in document.minima {
    let targets: Targets =
      reference.task == .regression
      ? .values(reference.targets)
      : .classes(reference.targets.map { Int($0) }, classCount: 3)
    let set = TrainingSet(reference.inputs, targets)
    var plan = smallPlan(batchSize: 32, budget: .epochs(500))
    plan.optimizer = optimizer("lbfgs", ("tolerance", 1e-12))
    plan.l2 = reference.l2
    let outcome = try recipe("mlp", ("hidden", [])).fitted(
      to: set, dev: nil, plan: plan, context: TrainingContext())
    guard case .converged(let iterations) = outcome.ending else {
      Issue.record("ended as \(outcome.ending)")
      continue
    }
    #expect(iterations == outcome.stepCount && iterations == outcome.epochs.count)
    let problem = try #require(recipe("mlp", ("hidden", [])).gradientProblem(on: set, plan: plan))
    let parameters = flatParameters(outcome.model)
    #expect(abs(problem.loss(at: parameters) / reference.objective - 1) < 1e-12)
    let weights = Array(parameters[..<reference.weights.count])
    // Classes share a softmax: only differences of biases count, and those of weights by l2 too.
    #expect(relativeDifference(weights, reference.weights) < 1e-6)
  }
}
