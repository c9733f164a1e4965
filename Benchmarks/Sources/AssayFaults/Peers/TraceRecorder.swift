import Datasets
import Foundation
import Learning
import LinearAlgebra
import Randomness
import Schema
import Specification

/// What peers need of a training: its parts, and what its hidden and last layers end in.
struct TracedTraining {
  let recipe: any ModelRecipe
  let plan: TrainingPlan
  let train: TrainingSet
  let dev: TrainingSet
  let task: PredictionTask
  let activation: String
  /// nil leaves it to the task.
  let head: String?
}

/// Trains once more by a plain loop on the recipe's own objective and optimizer, and writes down
/// what peers look at. Dropout is off, the rest is as the plan says.
struct TraceRecorder {
  private let ready: TracedTraining
  private let stepLimit = 4_000

  static func trace(_ pipeline: Pipeline) -> TrainingTrace? {
    guard let ready = try? ReadyPipeline(pipeline) else { return nil }
    let model = ready.spec.settings.nested("model")
    return trace(
      TracedTraining(
        recipe: ready.recipe, plan: ready.plan, train: ready.rows.train, dev: ready.rows.dev,
        task: ready.rows.dataset.schema.task,
        activation: model.optionalString("activation") ?? "identity",
        head: model.optionalNested("output")?.optionalString("activation")))
  }

  static func trace(_ training: TracedTraining) -> TrainingTrace? {
    TraceRecorder(ready: training).record()
  }

  private init(ready: TracedTraining) {
    self.ready = ready
  }

  private var activation: String { ready.activation }

  private func record() -> TrainingTrace? {
    let train = ready.train
    guard train.rowCount > 0, let rule = ready.plan.optimizer.method.stepRule,
      let whole = ready.recipe.gradientProblem(on: train, plan: ready.plan)
    else { return nil }
    let probe = train.rows(
      at: Array(stride(from: 0, to: train.rowCount, by: max(1, train.rowCount / 256))))
    var parameters = whole.initialParameters
    var state = OptimizerState<Double>(
      bufferCount: rule.bufferCount, parameterCount: parameters.count)
    let batchSize = min(max(1, ready.plan.batchSize), train.rowCount)
    let stepsPerEpoch = (train.rowCount + batchSize - 1) / batchSize
    let epochCount =
      switch ready.plan.budget {
      case .epochs(let count): count
      case .steps(let count): max(1, count / stepsPerEpoch)
      }
    // Of very many small steps only a part of each epoch is traced.
    let traced = max(1, min(stepsPerEpoch, stepLimit / max(1, epochCount)))
    var snapshots = [snapshot(0, whole, parameters, before: parameters, probe)]
    var batchLosses: [Double] = []
    var best: (value: Double, epoch: Int)?
    epochs: for epoch in 1...max(1, epochCount) {
      let before = parameters
      var order = Array(0..<train.rowCount)
      if ready.plan.isShuffled {
        var random = CounterBasedGenerator(
          seed: ready.plan.seed, purpose: .shuffle, epoch: epoch)
        random.shuffle(&order)
      }
      for step in 0..<traced {
        let lower = step * batchSize
        let rows = train.rows(at: Array(order[lower..<min(lower + batchSize, order.count)]))
        guard let problem = ready.recipe.gradientProblem(on: rows, plan: ready.plan) else { break }
        var (loss, gradient) = problem.lossAndGradient(at: parameters)
        batchLosses.append(loss)
        let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard loss.isFinite, norm.isFinite else {
          snapshots.append(snapshot(epoch, whole, parameters, before: before, probe, loss: loss))
          break epochs
        }
        if let limit = ready.plan.clipNorm, norm > limit {
          for i in gradient.indices { gradient[i] *= limit / norm }
        }
        let factor = ready.plan.schedule.factor(
          at: (epoch - 1) * stepsPerEpoch + step, of: epochCount * stepsPerEpoch,
          stepsPerEpoch: stepsPerEpoch)
        rule.step(
          &parameters, gradient: gradient, learningRate: rule.learningRate * factor,
          state: &state)
      }
      let next = snapshot(epoch, whole, parameters, before: before, probe)
      snapshots.append(next)
      if let stopping = ready.plan.earlyStopping, let devLoss = next.devLoss {
        if devLoss < best?.value ?? .infinity { best = (devLoss, epoch) }
        if epoch - (best?.epoch ?? 0) >= stopping.patience { break }
      }
    }
    return TrainingTrace(
      isClassification: train.isOfClasses, classCounts: train.classCounts,
      epochCount: epochCount, snapshots: snapshots, batchLosses: batchLosses,
      inputs: InputReader.facts(of: train.inputs.matrix(as: Double.self)),
      targetRange: train.targetRange, head: head, activation: activation,
      smallBatch: smallBatch(train))
  }

  private var head: String {
    if let own = ready.head, own != "auto" { return own }
    switch ready.task {
    case .regression: return "identity"
    case .binary: return "sigmoid"
    case .multiclass: return "softmax"
    }
  }

  private func snapshot(
    _ epoch: Int, _ problem: any GradientProblem, _ parameters: [Double], before: [Double],
    _ probe: TrainingSet, loss given: Double? = nil
  ) -> TrainingTrace.Snapshot {
    let task = ready.task
    let network = PlainNetwork(
      parameters, layout: problem.layout, activation: activation, task: task)
    let pass = network.pass(probe.inputs.matrix(as: Double.self))
    let (loss, gradient) =
      ready.recipe.gradientProblem(on: probe, plan: ready.plan)?.lossAndGradient(at: parameters)
      ?? (.nan, [])
    let weights = problem.layout.tensors.filter { $0.shape.count == 2 }
    let layers = weights.enumerated().map { index, tensor in
      let range = tensor.offset..<(tensor.offset + tensor.count)
      return TrainingTrace.LayerState(
        weights: Array(parameters[range]), before: Array(before[range]),
        gradient: gradient.isEmpty ? [] : Array(gradient[range]),
        activation: index < pass.activations.count
          ? TrainingTrace.ActivationState(
            sums: pass.sums[index], outputs: pass.activations[index], kind: activation) : nil)
    }
    let dev = ready.dev
    let devPass = dev.rowCount > 0 ? network.pass(dev.inputs.matrix(as: Double.self)) : nil
    return TrainingTrace.Snapshot(
      epoch: epoch, trainLoss: given ?? loss,
      devLoss: devPass.map { RowLosses.mean($0.predictions, dev.targets) },
      trainAccuracy: RowLosses.accuracy(pass.predictions, probe.targets),
      devAccuracy: devPass.flatMap { RowLosses.accuracy($0.predictions, dev.targets) },
      layers: layers,
      areTensorsFinite: parameters.allSatisfy(\.isFinite) && gradient.allSatisfy(\.isFinite))
  }

  /// Sixteen rows, a thousand steps, as the spec trains otherwise.
  private func smallBatch(_ train: TrainingSet) -> TrainingTrace.SmallBatch {
    let count = min(16, train.rowCount)
    let rows = train.rows(at: (0..<count).map { $0 * train.rowCount / count })
    guard let rule = ready.plan.optimizer.method.stepRule,
      let problem = ready.recipe.gradientProblem(on: rows, plan: ready.plan)
    else {
      return .init(accuracy: nil, meanError: nil, fits: true)
    }
    var parameters = problem.initialParameters
    var state = OptimizerState<Double>(
      bufferCount: rule.bufferCount, parameterCount: parameters.count)
    for _ in 0..<1_000 {
      let (loss, gradient) = problem.lossAndGradient(at: parameters)
      guard loss.isFinite else { break }
      rule.step(
        &parameters, gradient: gradient, learningRate: rule.learningRate, state: &state)
    }
    let network = PlainNetwork(
      parameters, layout: problem.layout, activation: activation,
      task: ready.task)
    let predictions = network.pass(rows.inputs.matrix(as: Double.self)).predictions
    if let accuracy = RowLosses.accuracy(predictions, rows.targets) {
      return .init(accuracy: accuracy, meanError: nil, fits: accuracy >= 0.95)
    }
    let error = RowLosses.mean(predictions, rows.targets)
    return .init(accuracy: nil, meanError: error, fits: error <= 1e-3)
  }
}

extension TrainingSet {
  var isOfClasses: Bool { if case .classes = targets { true } else { false } }

  var classCounts: [Int] {
    guard case .classes(let classes, let count) = targets else { return [] }
    var counts = [Int](repeating: 0, count: count)
    for one in classes where one >= 0 && one < count { counts[one] += 1 }
    return counts
  }

  var targetRange: ClosedRange<Double>? {
    guard case .values(let values) = targets, let least = values.min(), let most = values.max(),
      least <= most
    else { return nil }
    return least...most
  }
}
