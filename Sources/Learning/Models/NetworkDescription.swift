/// The structure of a network, for checks that do not train it.
public struct NetworkDescription: Sendable, Hashable {
  /// Units of each hidden layer.
  public let hidden: [Int]
  /// The activation of the hidden layers.
  public let activation: Activation
  /// The scheme of the initial weights.
  public let initialization: Initialization
  /// The factor or value of the scheme that the spec sets; nil for the scheme's default.
  public let initializationScale: Double?
  /// Fraction of hidden outputs set to 0 at each training step.
  public let dropout: Double
  /// The layers that keep their initial weights: "hidden_1", "output".
  public let frozen: Set<String>
  /// The output activation that the spec sets; nil for the canonical one of the loss.
  public let outputActivation: OutputActivation?
  /// Whether layer normalization comes before the activations.
  public let isNormalized: Bool
  /// Whether the initial output bias predicts the class frequencies or the mean.
  public let startsAtPrior: Bool

  public init(
    hidden: [Int], activation: Activation, initialization: Initialization,
    initializationScale: Double?,
    dropout: Double, frozen: Set<String>, outputActivation: OutputActivation?,
    isNormalized: Bool, startsAtPrior: Bool
  ) {
    self.hidden = hidden
    self.activation = activation
    self.initialization = initialization
    self.initializationScale = initializationScale
    self.dropout = dropout
    self.frozen = frozen
    self.outputActivation = outputActivation
    self.isNormalized = isNormalized
    self.startsAtPrior = startsAtPrior
  }

  /// The indices in `hidden` of the layers that training leaves unchanged.
  public var frozenHiddenIndices: [Int] {
    hidden.indices.filter { frozen.contains(NetworkLayer.hiddenName($0 + 1)) }
  }
}

extension NetworkDescription {
  /// The names of its layers, from the inputs on.
  public var layerNames: [String] { NetworkLayer.names(hiddenCount: hidden.count) }
}

extension ModelRecipe {
  /// Nil for a model without layers.
  public var network: NetworkDescription? { nil }
}

extension MultilayerPerceptron {
  var network: NetworkDescription? {
    NetworkDescription(
      hidden: hidden, activation: activation, initialization: initialization.scheme,
      initializationScale: initialization.scale,
      dropout: dropout, frozen: frozen, outputActivation: outputActivation,
      isNormalized: normalizes, startsAtPrior: initialization.outputBias == .prior
    )
  }
}
