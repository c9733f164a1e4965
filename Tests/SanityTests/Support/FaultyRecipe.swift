import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Synchronization

/// A sound network with one mistake of the program in it, for checks that look for such.
struct FaultyRecipe: TestRecipe {
  enum Fault {
    /// Predictions are relative to the mean of their batch.
    case mixedRows
    /// The first row of a batch is predicted otherwise than the rest.
    case firstRowDiffers
    /// The loss takes no notice of weights.
    case ignoredWeights
    /// The loss is divided by the number of rows once too often.
    case dividedTwice
    /// Penalties are not in the objective.
    case noPenalty
    /// Weights are drawn without the seed.
    case ownRandomness
  }

  let fault: Fault
  var sound: any ModelRecipe = model("mlp", [("hidden", [8])])
  private let calls = Counter()

  init(_ fault: Fault) { self.fault = fault }

  var kind: String { "faulty" }
  var precision: Precision { .double }
  var isConvex: Bool { false }
  var network: NetworkDescription? { sound.network }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    var plan = plan
    if fault == .ownRandomness { plan.seed = plan.seed &+ calls.next() }
    let outcome = try sound.fitted(to: train, dev: dev, plan: plan, context: context)
    return TrainingOutcome(
      model: FaultyModel(sound: outcome.model, fault: fault), method: outcome.method,
      ending: outcome.ending,
      epochs: outcome.epochs, solve: outcome.solve, stepLosses: outcome.stepLosses,
      stepCount: outcome.stepCount, constantRowIDs: outcome.constantRowIDs,
      elapsedSeconds: outcome.elapsedSeconds)
  }

  func withoutRegularization() -> FaultyRecipe { self }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    var plan = plan
    if fault == .noPenalty { (plan.l1, plan.l2) = (0, 0) }
    let rows =
      fault == .ignoredWeights
      ? TrainingSet(inputs: train.inputs, targets: train.targets, rowIDs: train.rowIDs) : train
    return sound.gradientProblem(on: rows, plan: plan).map {
      Scaled(sound: $0, factor: fault == .dividedTwice ? 1 / Double(train.rowCount) : 1)
    }
  }

  private struct Scaled: GradientProblem {
    let sound: any GradientProblem
    let factor: Double
    var layout: ParameterLayout { sound.layout }
    var initialParameters: [Double] { sound.initialParameters }
    func loss(at parameters: [Double]) -> Double { factor * sound.loss(at: parameters) }
    func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double]) {
      let (loss, gradient) = sound.lossAndGradient(at: parameters)
      return (factor * loss, gradient.map { factor * $0 })
    }
  }

  private struct FaultyModel: FittedModel {
    let sound: any FittedModel
    let fault: Fault
    var kind: String { "faulty" }
    var task: PredictionTask { sound.task }
    var inputCount: Int { sound.inputCount }
    var outputCount: Int { sound.outputCount }
    var tensors: [NamedTensor] { sound.tensors }

    func outputs(for inputs: Inputs) -> Matrix {
      var outputs = sound.outputs(for: inputs)
      switch fault {
      case .mixedRows:
        let mean = outputs.storage.reduce(0, +) / Double(max(1, outputs.storage.count))
        var column = [Double](repeating: 0, count: outputs.columnCount)
        for i in 0..<outputs.rowCount {
          for j in column.indices {
            column[j] += outputs.storage[i * column.count + j] / Double(outputs.rowCount)
          }
        }
        for k in outputs.storage.indices {
          outputs.storage[k] += 0.1 * (column[k % column.count] - mean)
        }
      case .firstRowDiffers:
        if outputs.rowCount > 0 { outputs.storage[0] += 0.01 }
      case .ignoredWeights, .dividedTwice, .noPenalty, .ownRandomness: break
      }
      return outputs
    }
  }
}

/// Counts up, for things that must differ from call to call.
final class Counter: Sendable {
  private let value = Mutex<UInt64>(0)
  func next() -> UInt64 {
    value.withLock { value in
      value += 1
      return value
    }
  }
}
