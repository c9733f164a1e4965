import LinearAlgebra
import Randomness
import Schema
import TestSupport
import Testing

@testable import Learning

/// A loss with an output activation that fits it, for a task.
struct HeadCase: Sendable, CustomTestStringConvertible {
  let task: PredictionTask
  let loss: LossKind
  let activation: OutputActivation

  var testDescription: String {
    "\(task.rawValue) \(loss.rawValue) \(activation.rawValue)"
  }

  /// Every valid one.
  static let all = PredictionTask.allCases.flatMap { task in
    LossKind.allCases.filter { $0 != .auto }.flatMap { loss in
      OutputHead.activations(for: loss, task: task).map {
        HeadCase(task: task, loss: loss, activation: $0)
      }
    }
  }

  func head(outputCount: Int, halvesSquares: Bool = false) throws -> OutputHead {
    try OutputHead(
      task: task, outputCount: outputCount, loss: loss, activation: activation,
      halvesSquares: halvesSquares)
  }
}

private let initialization = NetworkInitialization(
  scheme: .glorotNormal, scale: nil, hiddenBias: 0.05, outputBias: .constant(0.1))

private func weighted(_ set: TrainingSet) -> TrainingSet {
  TrainingSet(
    inputs: set.inputs, targets: set.targets,
    weights: (0..<set.rowCount).map { 0.5 + Double($0 % 3) }, rowIDs: set.rowIDs)
}

/// The difference between the network's gradient and central differences, at its initialization.
private func gradientError(
  _ network: Network, _ train: TrainingSet, _ plan: TrainingPlan, _ penalty: Penalty
) -> Double {
  let problem = NetworkProblem(
    network: network, initialization: initialization, train: train, plan: plan, penalty: penalty)
  let point = problem.initialParameters
  let gradient = problem.lossAndGradient(at: point).gradient
  let numerical = numericalGradient(of: problem.loss(at:), at: point, step: 1e-6)
  return relativeDifference(gradient, numerical)
}

@Test(arguments: activationCatalog.entries, HeadCase.all)
func gradientAgreesWithCentralDifferences(activation: Activation, head: HeadCase) throws {
  let set = syntheticSet(head.task, rowCount: 7)
  let network = Network(
    inputCount: 3, hidden: [4, 3], activation: activation,
    head: try head.head(outputCount: set.outputCount))
  let error = gradientError(network, set, smallPlan(loss: head.loss), .none)
  // Rounding of a loss of order 1 divided by the step of 1e-6 leaves some 1e-9.
  #expect(error < 1e-6, "relative error \(error)")
}

@Test(arguments: HeadCase.all)
func gradientHoldsWithWeightsPenaltiesAndSmoothing(head: HeadCase) throws {
  let set = weighted(syntheticSet(head.task, rowCount: 300))
  let resolved = try head.head(outputCount: set.outputCount, halvesSquares: true)
  var plan = smallPlan(loss: head.loss)
  plan.labelSmoothing = resolved.canSmoothLabels ? 0.1 : 0
  plan.classWeights = head.task.isClassification ? .balanced : .none
  // More rows than a block, so that gradients add up over blocks.
  let network = Network(inputCount: 3, hidden: [3], activation: .tanh, head: resolved)
  let error = gradientError(network, set, plan, Penalty(l1: 0.02, l2: 0.3))
  #expect(error < 1e-6, "relative error \(error)")
  plan.reduction = .sum
  let sumError = gradientError(network, set, plan, Penalty(l1: 0.02, l2: 0.3))
  #expect(sumError < 1e-6, "relative error \(sumError)")
}

@Test(arguments: [true, false])
func gradientOfALinearModelAgrees(fitsIntercept: Bool) throws {
  let set = syntheticSet(.multiclass, rowCount: 9)
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .auto)
  let network = Network(linearWithInputCount: 3, fitsIntercept: fitsIntercept, head: head)
  #expect(network.parameterCount == (fitsIntercept ? 12 : 9))
  #expect(gradientError(network, set, smallPlan(), Penalty(l1: 0, l2: 0.2)) < 1e-7)
}

/// Gradient and central differences of the loss of six rows under one dropout mask.
private func maskedGradients(
  _ network: Network, _ set: TrainingSet, at parameters: [Double]
) -> (gradient: [Double], numerical: [Double]) {
  // The mask is a function of seed and step, so the masked loss is a plain function too.
  let stream = network.dropout > 0 ? CounterBasedGenerator(seed: 1, purpose: .dropout) : nil
  let pass = NetworkPass<Double>(network, rowCapacity: 6)
  let rows = LossRows(positions: Array(0..<6)[...], weights: nil, scale: 1.0 / 6)
  pass.gather(Array(0..<6)[...], from: set.inputs.matrix(as: Double.self))
  func loss(_ point: [Double]) -> Double {
    point.withView { point in
      network.head.loss(
        of: pass.forward(point, dropout: stream), gradient: nil, targets: set.targets, rows,
        smoothing: 0
      ).loss / 6
    }
  }
  var gradient = [Double](repeating: 0, count: parameters.count)
  parameters.withView { parameters in
    gradient.withMutableView { gradient in
      _ = network.head.loss(
        of: pass.forward(parameters, dropout: stream), gradient: pass.scoreGradient,
        targets: set.targets, rows, smoothing: 0)
      pass.backward(parameters, into: gradient, beta: 0, afterDropout: stream != nil)
    }
  }
  return (gradient, numericalGradient(of: loss, at: parameters, step: 1e-6))
}

/// Every activation, loss and output, with and without normalisation, dropout and output bias.
@Test(arguments: activationCatalog.entries, HeadCase.all)
func gradientAgreesInEveryNetwork(activation: Activation, head: HeadCase) throws {
  let set = syntheticSet(head.task, rowCount: 6)
  let resolved = try head.head(outputCount: set.outputCount)
  for (normalizes, dropout) in [(true, 0.0), (true, 0.3), (false, 0.3)] {
    let network = Network(
      inputCount: 3, hidden: [5, 4], activation: activation, normalizes: normalizes,
      dropout: dropout, head: resolved, hasOutputBias: dropout > 0)
    // Away from the initialization, where gains are 1 and many biases 0.
    var generator = CounterBasedGenerator(seed: 9, purpose: .synthetic)
    let parameters = initialization.parameters(
      of: network, targets: set.targets, weights: nil, seed: 3
    ).map { $0 + 0.2 * generator.normal() }
    let (gradient, numerical) = maskedGradients(network, set, at: parameters)
    let difference = relativeDifference(gradient, numerical)
    // As above; normalising rows of four adds digits of curvature.
    #expect(difference < 1e-5, "layer_norm \(normalizes), dropout \(dropout)")
  }
}

@Test func gradientOfFrozenLayersIsZeroAndOthersStay() throws {
  let set = syntheticSet(.multiclass, rowCount: 20)
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .auto)
  func problem(_ frozen: Set<String>) -> NetworkProblem {
    let network = Network(
      inputCount: 3, hidden: [4, 3], activation: .tanh, normalizes: true, head: head,
      frozen: frozen)
    return NetworkProblem(
      network: network, initialization: initialization, train: set, plan: smallPlan(),
      penalty: Penalty(l1: 0.1, l2: 0.1))
  }
  let whole = problem([])
  let point = whole.initialParameters
  let full = whole.lossAndGradient(at: point).gradient
  for frozen in [["hidden_1"], ["hidden_2"], ["output"], ["hidden_1", "output"]] {
    let part = problem(Set(frozen))
    let gradient = part.lossAndGradient(at: point).gradient
    for tensor in part.layout.tensors {
      let range = tensor.offset..<(tensor.offset + tensor.count)
      let isFrozen = frozen.contains { tensor.name.hasPrefix($0 + ".") }
      #expect(tensor.isTrained == !isFrozen)
      let expected = isFrozen ? [Double](repeating: 0, count: tensor.count) : Array(full[range])
      #expect(Array(gradient[range]) == expected, "\(tensor.name)")
    }
  }
}

@Test func gradientWithDropoutIsThatOfTheMaskedNetwork() throws {
  let set = syntheticSet(.binary, rowCount: 6)
  let head = try OutputHead(task: .binary, outputCount: 2, loss: .auto)
  let network = Network(
    inputCount: 3, hidden: [5, 4], activation: .tanh, dropout: 0.4, head: head)
  let parameters = initialization.parameters(
    of: network, targets: set.targets, weights: nil, seed: 3)
  let (gradient, numerical) = maskedGradients(network, set, at: parameters)
  #expect(relativeDifference(gradient, numerical) < 1e-6)
  let withoutMask = NetworkProblem(
    network: network, initialization: initialization, train: set, plan: smallPlan(), penalty: .none)
  #expect(relativeDifference(gradient, withoutMask.lossAndGradient(at: parameters).gradient) > 0.01)
}

@Test func floatGradientIsNearTheDoubleOne() throws {
  let set = syntheticSet(.multiclass, rowCount: 50)
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .auto)
  let network = Network(
    inputCount: 3, hidden: [8, 6], activation: .gelu, normalizes: true, head: head)
  let problem = NetworkProblem(
    network: network, initialization: initialization, train: set, plan: smallPlan(), penalty: .none)
  let exact = problem.lossAndGradient(at: problem.initialParameters)
  let single = problem.initialParameters.map { Float($0) }
  let pass = NetworkPass<Float>(network, rowCapacity: 50)
  var gradient = [Float](repeating: 0, count: single.count)
  let rows = LossRows(positions: Array(0..<50)[...], weights: nil, scale: 1.0 / 50)
  pass.gather(Array(0..<50)[...], from: set.inputs.matrix(as: Float.self))
  let sum = single.withView { single in
    gradient.withMutableView { gradient in
      let sum = head.loss(
        of: pass.forward(single), gradient: pass.scoreGradient, targets: set.targets, rows,
        smoothing: 0)
      pass.backward(single, into: gradient, beta: 0, afterDropout: false)
      return sum
    }
  }
  #expect(abs(sum.loss / 50 - exact.loss) < 1e-6)
  #expect(relativeDifference(gradient.map { Double($0) }, exact.gradient) < 1e-5)
}
