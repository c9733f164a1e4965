import HealthyPipelines
import Learning
import LinearAlgebra
import Schema

/// A recipe whose objective and training a test writes down itself, where no real model could be
/// brought to do just that.
struct HandmadeRecipe: TestRecipe {
  /// What a training is asked for.
  struct Request: Sendable {
    let rows: TrainingSet
    let plan: TrainingPlan
    let context: TrainingContext
    /// Whether regularization are on.
    let isRegularized: Bool

    /// The steps of the budget.
    var stepCount: Int {
      switch plan.budget {
      case .steps(let count), .epochs(let count): count
      }
    }
  }

  var isConvex = false
  var network: NetworkDescription?
  var problem: @Sendable (TrainingSet, TrainingPlan) -> (any GradientProblem)? = { _, _ in
    HandmadeProblem.still
  }
  var training: @Sendable (Request) -> TrainingOutcome
  private var isRegularized = true

  init(
    isConvex: Bool = false, network: NetworkDescription? = nil,
    problem: any GradientProblem = HandmadeProblem.still,
    training: @escaping @Sendable (Request) -> TrainingOutcome
  ) {
    self.isConvex = isConvex
    self.network = network
    self.problem = { _, _ in problem }
    self.training = training
  }

  /// A recipe of which only the start is looked at.
  init(
    isConvex: Bool = false, network: NetworkDescription? = nil,
    problem: any GradientProblem = HandmadeProblem.still, start model: any FittedModel
  ) {
    self.init(isConvex: isConvex, network: network, problem: problem) { _ in .handmade(model) }
  }

  var kind: String { "handmade" }
  var precision: Precision { .double }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    training(Request(rows: train, plan: plan, context: context, isRegularized: isRegularized))
  }

  func withoutRegularization() -> HandmadeRecipe {
    var copy = self
    copy.isRegularized = false
    return copy
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    problem(train, plan)
  }
}

extension NetworkDescription {
  static func handmade(
    hidden: [Int], activation: Activation = .relu, dropout: Double = 0
  ) -> NetworkDescription {
    NetworkDescription(
      hidden: hidden, activation: activation, initialization: .heNormal,
      initializationScale: nil, dropout: dropout, frozen: [], outputActivation: nil,
      isNormalized: false, startsAtPrior: false)
  }
}

extension TrainingOutcome {
  /// A training along gradients with the given losses before the first step and after each.
  static func handmade(
    _ model: any FittedModel, ending: TerminationReason = .completed, losses: [Double] = [1],
    stepCount: Int? = nil, rowIDs: [Int]? = nil
  ) -> TrainingOutcome {
    TrainingOutcome(
      model: model, method: .steps, ending: ending, epochs: [], solve: nil, stepLosses: losses,
      stepCount: stepCount ?? losses.count - 1, constantRowIDs: rowIDs, elapsedSeconds: 0)
  }
}

/// An objective whose value and derivatives a test writes down.
struct HandmadeProblem: GradientProblem {
  let layout: ParameterLayout
  let initialParameters: [Double]
  let value: @Sendable ([Double]) -> Double
  let gradients: @Sendable ([Double]) -> [Double]

  /// One tensor of a hundred weights, and a loss of 1 that nothing moves.
  static let still = HandmadeProblem(
    [("output.weight", [1, 100], [Double](repeating: 0, count: 100))])

  init(
    _ tensors: [(name: String, shape: [Int], values: [Double])], frozen: Set<String> = [],
    loss: @escaping @Sendable ([Double]) -> Double = { _ in 1 },
    gradient: @escaping @Sendable ([Double]) -> [Double] = { $0.map { _ in 0 } }
  ) {
    var offset = 0
    layout = ParameterLayout(
      tensors: tensors.map { tensor in
        defer { offset += tensor.values.count }
        return .init(
          name: tensor.name, shape: tensor.shape, offset: offset,
          isTrained: !frozen.contains(tensor.name))
      })
    initialParameters = tensors.flatMap(\.values)
    value = loss
    gradients = gradient
  }

  func loss(at parameters: [Double]) -> Double { value(parameters) }

  func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double]) {
    (value(parameters), gradients(parameters))
  }
}
