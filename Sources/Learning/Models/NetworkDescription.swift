/// What a spec says of a network's build, for whoever judges it without training it.
public struct NetworkDescription: Sendable, Hashable {
  /// Units of each hidden layer.
  public let hidden: [Int]
  /// The function of the hidden layers.
  public let activation: Activation
  /// How weights are drawn.
  public let initialization: Initialization
  /// The factor or value the spec gives the scheme; nil takes the scheme's own.
  public let initializationScale: Double?
  /// The share of hidden outputs that a step leaves out.
  public let dropout: Double
  /// The layers that training leaves as they start: "hidden_1", "output".
  public let frozen: Set<String>
  /// What the output layer ends in, where the spec says so.
  public let outputActivation: OutputActivation?
  /// Whether the output biases start at what predicts the class shares or the mean.
  public let startsAtPrior: Bool

  public init(
    hidden: [Int], activation: Activation, initialization: Initialization,
    initializationScale: Double?,
    dropout: Double, frozen: Set<String>, outputActivation: OutputActivation?,
    startsAtPrior: Bool
  ) {
    self.hidden = hidden
    self.activation = activation
    self.initialization = initialization
    self.initializationScale = initializationScale
    self.dropout = dropout
    self.frozen = frozen
    self.outputActivation = outputActivation
    self.startsAtPrior = startsAtPrior
  }
}

extension ModelRecipe {
  /// Nil for a model without layers.
  public var network: NetworkDescription? { nil }
}

extension MultilayerPerceptron {
  var network: NetworkDescription? {
    NetworkDescription(
      hidden: hidden, activation: activation, initialization: start.initialization,
      initializationScale: start.scale,
      dropout: dropout, frozen: frozen, outputActivation: outputActivation,
      startsAtPrior: start.outputBias == .prior
    )
  }
}
