import Schema

/// A fully connected network with hidden layers.
struct MultilayerPerceptron: ModelRecipe {
  var hidden: [Int]
  var activation: Activation
  var normalizes: Bool
  var start: NetworkStart
  var dropout: Double
  /// Nil is the one that belongs to the loss.
  var outputActivation: OutputActivation?
  var hasOutputBias: Bool
  /// The layers that training leaves as they start.
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
        kind: kind, network: network, start: start, train: train, dev: dev, plan: plan,
        penalty: penalty, context: context
      ).outcome()
    case .double:
      return try NetworkTraining<Double>(
        kind: kind, network: network, start: start, train: train, dev: dev, plan: plan,
        penalty: penalty, context: context
      ).outcome()
    }
  }

  func withoutRegularization() -> Self {
    var copy = self
    copy.dropout = 0
    return copy
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    guard let network = try? network(for: train, plan: plan) else { return nil }
    return NetworkProblem(
      network: network, start: start, train: train, plan: plan,
      penalty: Penalty(l1: plan.l1, l2: plan.l2))
  }

  private func network(
    for train: TrainingSet, plan: TrainingPlan
  ) throws(FitError) -> Network {
    let head = try OutputHead(
      task: train.task, outputCount: train.outputCount, loss: plan.loss,
      activation: outputActivation)
    try head.checkSmoothing(plan.labelSmoothing)
    let layers = NetworkLayer.names(hiddenCount: hidden.count)
    if let unknown = frozen.subtracting(layers).min() {
      throw .unknownLayer(unknown, layers: layers)
    }
    if frozen.count == layers.count { throw .nothingToTrain }
    return Network(
      inputCount: train.inputs.columnCount, hidden: hidden, activation: activation,
      normalizes: normalizes, dropout: dropout, head: head, hasOutputBias: hasOutputBias,
      frozen: frozen)
  }
}

extension OutputHead {
  /// Throws when soft labels are asked for and mean nothing to the loss.
  func checkSmoothing(_ smoothing: Double) throws(FitError) {
    if smoothing > 0, !canSmoothLabels { throw .smoothingDoesNotFit(loss: loss.rawValue) }
  }
}

extension ModelEntry {
  static let multilayerPerceptron = ModelEntry(
    name: "mlp", summary: "A fully connected network with hidden layers.",
    tasks: [.regression, .binary, .multiclass],
    fields: [
      Field(
        "hidden", .list(.scalar(.integer(in: 1...1_000_000)), atLeast: 0), .value([32]),
        "Units of each hidden layer, from the inputs on; none makes a linear model."),
      Field(
        "activation", Activation.rule, .value(.string(Activation.relu.name)),
        "The function each hidden layer ends in."),
      Field(
        "layer_norm", Rule.boolean, .value(false),
        "Whether each hidden layer normalises its units, row by row, before its activation."),
      Field(
        "initialization", Initialization.rule, .value("he_normal"),
        "How the weights of every layer are drawn."),
      Field(
        "initialization_scale", Rule.number(atLeast: 0),
        .absent("1 for the schemes that follow the widths, 0.05 for the others"),
        "Factor on a scheme's spread; the deviation, bound or value of normal, uniform, constant."),
      Field(
        "bias_initialization", Rule.number, .value(0.0), "Where the hidden biases start."),
      Field(
        "dropout", Rule.number(in: 0.0..<1.0), .value(0.0),
        "The share of hidden outputs that each training step leaves out."),
      Field(
        "frozen", .list(.scalar(NetworkLayer.nameRule), atLeast: 0), .value([]),
        "Layers that keep their start: no step, decay or momentum, and no share in clipping."),
      Field(
        "output", .mapping(outputFields), .value([:]), "The output layer."),
    ]
  ) { settings in
    let output = settings.nested("output")
    return MultilayerPerceptron(
      hidden: settings.list("hidden").map(\.integer),
      activation: activationCatalog.entry(settings.string("activation")),
      normalizes: settings.flag("layer_norm"),
      start: NetworkStart(
        initialization: settings.choice("initialization"),
        scale: settings.optionalNumber("initialization_scale"),
        hiddenBias: settings.number("bias_initialization"),
        outputBias: NetworkStart.OutputBias(output["bias_initialization"])),
      dropout: settings.number("dropout"),
      outputActivation: OutputActivation(rawValue: output.string("activation")),
      hasOutputBias: output.flag("bias"), frozen: Set(settings.list("frozen").map(\.string)))
  }

  private static let outputFields = [
    Field(
      "activation", OutputActivation.rule, .value(.string(OutputActivation.automatic)),
      "The function the output layer ends in; it must belong to the loss."),
    Field("bias", Rule.boolean, .value(true), "Whether the output layer has biases."),
    Field(
      "bias_initialization",
      .anyOf([.scalar(.number), .scalar(.oneOf([NetworkStart.OutputBias.priorOption]))]),
      .value(0.0), "Where the output biases start."),
  ]
}

extension NetworkStart.OutputBias {
  fileprivate static let priorOption = Rule.Option(
    "prior", "what predicts the training rows' class shares or mean, whatever the inputs")

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
