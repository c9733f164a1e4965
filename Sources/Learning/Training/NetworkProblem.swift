import LinearAlgebra

/// The training objective of a network on some rows as a function, without dropout.
struct NetworkProblem: GradientProblem {
  let network: Network
  let rows: LabelledRows<Double>
  let penalty: Penalty
  let smoothing: Double
  let reduction: Reduction
  let initialParameters: [Double]

  /// The objective of training `network` with a plan.
  init(
    network: Network, initialization: NetworkInitialization, train: TrainingSet, plan: TrainingPlan,
    penalty: Penalty
  ) {
    let factors = plan.classWeights.factors(for: train)
    self.network = network
    rows = LabelledRows(train, classFactors: factors)
    self.penalty = penalty
    smoothing = plan.labelSmoothing
    reduction = plan.reduction
    initialParameters = initialization.parameters(
      of: network, targets: rows.targets, weights: rows.weights, seed: plan.seed)
  }

  var layout: ParameterLayout { network.layout }

  func loss(at parameters: [Double]) -> Double {
    objective.value(at: parameters)
  }

  func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double]) {
    var gradient = [Double](repeating: 0, count: parameters.count)
    let loss = objective.value(at: parameters, gradient: &gradient)
    return (loss, gradient)
  }

  private var objective: FullBatchObjective {
    FullBatchObjective(
      network, rows: rows, penalty: penalty, smoothing: smoothing, reduction: reduction)
  }
}
