import Schema

/// A fully connected network with hidden layers.
struct MultilayerPerceptron: ModelRecipe {
  var hidden: [Int]
  var activation: Activation
  var normalizes: Bool
  var initialization: NetworkInitialization
  var dropout: Double
  /// Nil for the canonical one of the loss.
  var outputActivation: OutputActivation?
  var hasOutputBias: Bool
  /// The layers that keep their initial weights.
  var frozen: Set<String>

  var kind: String { "mlp" }
  var precision: Precision { .float }
  var isConvex: Bool { hidden.isEmpty }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    try train.checkUsable()
    let network = try network(for: train, plan: plan)
    let penalty = Penalty(l1: plan.l1, l2: plan.l2)
    switch plan.precision {
    case .float:
      return try NetworkTraining<Float>(
        kind: kind, network: network, initialization: initialization, train: train, dev: dev,
        plan: plan,
        penalty: penalty, context: context
      ).outcome()
    case .double:
      return try NetworkTraining<Double>(
        kind: kind, network: network, initialization: initialization, train: train, dev: dev,
        plan: plan,
        penalty: penalty, context: context
      ).outcome()
    }
  }

  func usedTrainingParts(with optimizer: any Optimizer) -> Set<TrainingPart> {
    NetworkTraining<Float>.usedParts(with: optimizer)
      .union([.precision, .classWeights, .labelSmoothing])
  }

  func problem(with optimizer: any Optimizer, l1: Double) -> FitError? {
    frozenProblem ?? NetworkTraining<Float>.problem(with: optimizer, dropout: dropout, l1: l1)
  }

  private var frozenProblem: FitError? {
    let layers = NetworkLayer.names(hiddenCount: hidden.count)
    if let unknown = frozen.subtracting(layers).min() {
      return .unknownLayer(unknown, layers: layers)
    }
    return frozen.count == layers.count ? .nothingToTrain(layers: layers) : nil
  }

  func method(for plan: TrainingPlan) -> TrainingMethod { plan.optimizer.method.training }

  func cost(of problem: ProblemSize, plan: TrainingPlan) -> TrainingCost {
    let asked = try? head(for: problem, plan: plan)
    // A loss or output that does not fit the task is reported by the checks and by `fitted`.
    guard let head = asked ?? (try? canonicalHead(for: problem)) else {
      fatalError("no canonical loss for a \(problem.task.rawValue) task")
    }
    return network(inputCount: problem.inputCount, head: head)
      .cost(rowsPerStep: plan.rowsPerStep(of: problem.rowCount))
  }

  func withoutRegularization() -> Self {
    var copy = self
    copy.dropout = 0
    return copy
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    guard let network = try? network(for: train, plan: plan) else { return nil }
    return NetworkProblem(
      network: network, initialization: initialization, train: train, plan: plan,
      penalty: Penalty(l1: plan.l1, l2: plan.l2))
  }

  private func network(
    for train: TrainingSet, plan: TrainingPlan
  ) throws(FitError) -> Network {
    let head = try head(for: train.size, plan: plan)
    try head.checkSmoothing(plan.labelSmoothing)
    if let frozenProblem { throw frozenProblem }
    return network(inputCount: train.inputs.columnCount, head: head)
  }

  private func head(
    for problem: ProblemSize, plan: TrainingPlan
  ) throws(FitError) -> OutputHead {
    try OutputHead(
      task: problem.task, outputCount: problem.outputCount, loss: plan.loss,
      activation: outputActivation)
  }

  private func canonicalHead(for problem: ProblemSize) throws(FitError) -> OutputHead {
    try OutputHead(task: problem.task, outputCount: problem.outputCount, loss: .auto)
  }

  private func network(inputCount: Int, head: OutputHead) -> Network {
    Network(
      inputCount: inputCount, hidden: hidden, activation: activation, normalizes: normalizes,
      dropout: dropout, head: head, hasOutputBias: hasOutputBias, frozen: frozen)
  }
}

extension OutputHead {
  /// Throws for label smoothing with a loss that has no soft labels.
  func checkSmoothing(_ smoothing: Double) throws(FitError) {
    if smoothing > 0, !canSmoothLabels { throw .smoothingDoesNotFit(loss: loss.rawValue) }
  }
}

extension ModelEntry {
  static let multilayerPerceptron = ModelEntry(
    name: "mlp", summary: "Multilayer perceptron: a fully connected network.",
    tasks: [.regression, .binary, .multiclass],
    fields: [
      Field(
        "hidden", .list(.scalar(.integer(in: 1...1_000_000)), atLeast: 0), .value([32]),
        "Number of units of each hidden layer, from input to output; empty for a linear model."),
      Field(
        "activation", Activation.rule, .value(.string(Activation.relu.name)),
        "Activation function of the hidden layers.", usedWhen: [hasHiddenLayers]),
      Field(
        "layer_norm", Rule.boolean, .value(false),
        "Whether to apply layer normalization before the activation of each hidden layer.",
        usedWhen: [hasHiddenLayers]),
      Field(
        "initialization", Initialization.rule, .value("he_normal"),
        "Initialization scheme of the weights."),
      Field(
        "initialization_scale", Rule.number(atLeast: 0),
        .absent("1; 0.05 for normal, uniform and constant"),
        "Factor of the scheme's standard deviation; for normal, uniform and constant the standard "
          + "deviation, bound or value itself.",
        usedWhen: [.noneOf(["zeros"], at: .initialization)]),
      Field(
        "bias_initialization", Rule.number, .value(0.0), "Initial value of the hidden biases.",
        usedWhen: [hasHiddenLayers]),
      Field(
        "dropout", Rule.number(in: 0.0..<1.0), .value(0.0),
        "Fraction of hidden outputs set to 0 at each training step.",
        usedWhen: [hasHiddenLayers]),
      Field(
        "frozen", .list(.scalar(NetworkLayer.nameRule), atLeast: 0), .value([]),
        "Layers that keep their initial weights: no updates, no decay, not part of the gradient norm."
      ),
      Field(
        "output", .mapping(outputFields), .value([:]), "Settings of the output layer."),
    ], restore: NetworkModel.init(restoring:)
  ) { settings in
    let output = settings.nested("output")
    return MultilayerPerceptron(
      hidden: settings.list("hidden").map(\.integer),
      activation: activationCatalog.entry(settings.string("activation")),
      normalizes: settings.flag("layer_norm"),
      initialization: NetworkInitialization(
        scheme: settings.choice("initialization"),
        scale: settings.optionalNumber("initialization_scale"),
        hiddenBias: settings.number("bias_initialization"),
        outputBias: NetworkInitialization.OutputBias(output["bias_initialization"])),
      dropout: settings.number("dropout"),
      outputActivation: OutputActivation(rawValue: output.string("activation")),
      hasOutputBias: output.flag("bias"), frozen: Set(settings.list("frozen").map(\.string)))
  }

  private static let hasHiddenLayers = Condition.noneOf([[]], at: .hidden)

  private static let outputFields = [
    Field(
      "activation", OutputActivation.rule, .value(.string(OutputActivation.automatic)),
      "Activation function of the output layer; it must fit the loss."),
    Field("bias", Rule.boolean, .value(true), "Whether the output layer has a bias."),
    Field(
      "bias_initialization",
      .anyOf([.scalar(.number), .scalar(.oneOf([NetworkInitialization.OutputBias.priorOption]))]),
      .value(0.0), "Initial output bias.", usedWhen: [.oneOf([true], at: .outputBias)]),
  ]
}

extension NetworkInitialization.OutputBias {
  fileprivate static let priorOption = Rule.Option(
    "prior", "predicts the class frequencies or the mean of the training rows for every input")

  fileprivate init(_ setting: Resolved?) {
    switch setting?.literal {
    case .string: self = .prior
    case .some: self = .constant(setting?.number ?? 0)
    case nil: self = .constant(0)
    }
  }
}

extension Settings {
  /// The member of a closed choice that a checked setting names.
  func choice<Choice: RawRepresentable>(_ key: String) -> Choice where Choice.RawValue == String {
    let name = string(key)
    guard let choice = Choice(rawValue: name) else {
      fatalError("setting \"\(key)\" is \"\(name)\", which is no \(Choice.self)")
    }
    return choice
  }
}
