import Schema

extension NetworkModel {
  var metadata: [String: String] {
    [
      "kind": kind, "task": task.rawValue, "outputs": String(outputCount),
      "loss": network.head.loss.rawValue, "output_activation": network.head.activation.rawValue,
      "activation": network.activation.rawValue,
    ]
  }

  /// The model that was saved as these tensors with this metadata.
  init(restoring saved: Safetensors) throws(RestoreError) {
    let words = saved.metadata
    guard let kind = words["kind"] else { throw .missing("kind") }
    guard let task = words["task"].flatMap(PredictionTask.init) else { throw .missing("task") }
    guard let outputCount = words["outputs"].flatMap({ Int($0) }), outputCount > 0 else {
      throw .missing("outputs")
    }
    guard let loss = words["loss"].flatMap(LossKind.init) else { throw .missing("loss") }
    guard let activation = words["activation"].flatMap(Activation.init) else {
      throw .missing("activation")
    }
    guard let output = words["output_activation"].flatMap(OutputActivation.init) else {
      throw .missing("output_activation")
    }
    let tensors = Dictionary(saved.tensors.map { ($0.name, $0) }) { first, _ in first }
    let isLinear = tensors["weight"] != nil
    let head: OutputHead
    do {
      head = try OutputHead(
        task: task, outputCount: outputCount, loss: loss, activation: output,
        halvesSquares: isLinear)
    } catch { throw .missing("loss") }
    let network = try Self.network(tensors, isLinear: isLinear, activation, head)
    self.init(kind: kind, network: network, parameters: try Self.parameters(tensors, network))
  }

  private init(kind: String, network: Network, parameters: NamedTensor.Values) {
    switch parameters {
    case .single(let values): self.init(kind: kind, network: network, parameters: values)
    case .double(let values): self.init(kind: kind, network: network, parameters: values)
    }
  }

  /// The structure, from the weights' shapes.
  private static func network(
    _ tensors: [String: NamedTensor], isLinear: Bool, _ activation: Activation,
    _ head: OutputHead
  ) throws(RestoreError) -> Network {
    let firstName =
      isLinear ? "weight" : tensors["hidden_1.weight"] == nil ? "output.weight" : "hidden_1.weight"
    guard let first = tensors[firstName], first.shape.count == 2 else {
      throw .missing(firstName)
    }
    if isLinear {
      return Network(
        linearWithInputCount: first.shape[1], fitsIntercept: tensors["intercept"] != nil,
        head: head)
    }
    var hidden = [Int]()
    while let weight = tensors["hidden_\(hidden.count + 1).weight"] {
      guard weight.shape.count == 2 else { throw .missing(weight.name) }
      hidden.append(weight.shape[0])
    }
    return Network(
      inputCount: first.shape[1], hidden: hidden, activation: activation, head: head)
  }

  private static func parameters(
    _ tensors: [String: NamedTensor], _ network: Network
  ) throws(RestoreError) -> NamedTensor.Values {
    var single = [Float]()
    var double = [Double]()
    for expected in network.layout.tensors {
      guard let tensor = tensors[expected.name], tensor.shape == expected.shape else {
        throw .missing(expected.name)
      }
      switch tensor.values {
      case .single(let values): single += values
      case .double(let values): double += values
      }
    }
    if single.count == network.parameterCount { return .single(single) }
    guard double.count == network.parameterCount else { throw .mixedPrecisions }
    return .double(double)
  }
}

/// Why a saved model cannot be used.
public enum RestoreError: Error, Sendable, Hashable {
  /// A tensor of the right shape, or a word of the metadata, is not there.
  case missing(String)
  /// The model is of a kind this version does not know.
  case unknownKind(String)
  /// Some tensors are float and some double.
  case mixedPrecisions
}

extension Safetensors {
  /// The file's content for a model: its tensors, and in the metadata all else it needs.
  public init(model: any FittedModel) {
    self.init(tensors: model.tensors, metadata: model.metadata)
  }

  /// The model that was saved so; it predicts the same bits.
  public func model() throws(RestoreError) -> any FittedModel {
    guard let kind = metadata["kind"] else { throw .missing("kind") }
    guard let entry = modelCatalog[kind] else { throw .unknownKind(kind) }
    return try entry.restore(self)
  }
}
