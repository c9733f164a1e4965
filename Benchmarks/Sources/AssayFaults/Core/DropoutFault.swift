import Learning
import LinearAlgebra
import Randomness
import Schema

/// A network that treats what dropout leaves wrongly when it predicts.
struct DropoutFault: ModelRecipe {
  enum Mode: Sendable {
    /// Drops units then as well.
    case dropsWhenPredicting
    /// Training did not make up for dropped units, so that all units together give too much.
    case keepsScale
  }

  let inner: any ModelRecipe
  let share: Double
  let mode: Mode
  let activation: String

  var kind: String { inner.kind }
  var precision: Precision { inner.precision }
  var isConvex: Bool { inner.isConvex }
  var network: NetworkDescription? { inner.network }
  func method(for plan: TrainingPlan) -> TrainingMethod { inner.method(for: plan) }
  func cost(of problem: ProblemSize, plan: TrainingPlan) -> TrainingCost {
    inner.cost(of: problem, plan: plan)
  }

  /// Without dropout there is nothing to be wrong.
  func withoutRegularization() -> Self {
    DropoutFault(
      inner: inner.withoutRegularization(), share: 0, mode: mode, activation: activation)
  }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let outcome = try inner.fitted(to: train, dev: dev, plan: plan, context: context)
    guard share > 0 else { return outcome }
    return TrainingOutcome(
      model: DropoutFaultModel(
        inner: outcome.model, share: share, mode: mode, activation: activation, seed: plan.seed),
      method: outcome.method, ending: outcome.ending, epochs: outcome.epochs, solve: outcome.solve,
      stepLosses: outcome.stepLosses, stepCount: outcome.stepCount,
      constantRowIDs: outcome.constantRowIDs, elapsedSeconds: outcome.elapsedSeconds,
      threadCount: outcome.threadCount)
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    inner.gradientProblem(on: train, plan: plan)
  }
}

private struct DropoutFaultModel: FittedModel {
  let inner: any FittedModel
  let share: Double
  let mode: DropoutFault.Mode
  let activation: String
  let seed: UInt64

  var kind: String { inner.kind }
  var task: PredictionTask { inner.task }
  var inputCount: Int { inner.inputCount }
  var outputCount: Int { inner.outputCount }
  var tensors: [NamedTensor] { inner.tensors }
  var metadata: [String: String] { inner.metadata }

  func outputs(for inputs: Inputs) -> Matrix {
    let network = PlainNetwork(tensors: tensors, activation: activation, task: task)
    var random = CounterBasedGenerator(fault: seed, 38)
    let scale = 1 / (1 - share)
    let pass = network.pass(inputs.matrix(as: Double.self)) { hidden in
      switch mode {
      case .keepsScale: for i in hidden.storage.indices { hidden.storage[i] *= scale }
      case .dropsWhenPredicting:
        for i in hidden.storage.indices {
          hidden.storage[i] *= random.uniform() < share ? 0 : scale
        }
      }
    }
    return pass.predictions
  }
}
