import Schema

extension NetworkModel {
  var metadata: [String: String] {
    var words = [
      "kind": kind, "task": task.rawValue, "outputs": String(outputCount),
      "loss": network.head.loss.rawValue, "output_activation": network.head.activation.rawValue,
      "inputs": String(inputCount),
    ]
    if network.isLinearModel {
      words["intercept"] = String(network.hasOutputBias)
    } else {
      words["activation"] = network.activation.name
      words["hidden"] = network.hidden.map(String.init).joined(separator: ",")
      words["layer_norm"] = String(network.normalizes)
      words["output_bias"] = String(network.hasOutputBias)
    }
    return words
  }

  /// The model saved as these tensors and metadata.
  init(restoring saved: Safetensors) throws(RestoreError) {
    let valueCount = saved.tensors.reduce(0) { $0 + $1.values.count }
    let metadata = Metadata(saved.metadata, largestCount: valueCount)
    let network = try Self.network(metadata)
    let tensors = Dictionary(saved.tensors.map { ($0.name, $0) }) { first, _ in first }
    let kind = try metadata.value("kind") { $0 }
    switch try Self.parameters(tensors, network) {
    case .single(let values): self.init(kind: kind, network: network, parameters: values)
    case .double(let values): self.init(kind: kind, network: network, parameters: values)
    }
  }

  private static func network(_ metadata: Metadata) throws(RestoreError) -> Network {
    let isLinear = metadata.has("intercept")
    let inputCount = try metadata.value("inputs", metadata.count)
    let task = try metadata.value("task", PredictionTask.init)
    let outputCount = try metadata.value("outputs", metadata.count)
    let loss = try metadata.value("loss", LossKind.init)
    let output = try metadata.value("output_activation", OutputActivation.init)
    let head: OutputHead
    do {
      head = try OutputHead(
        task: task, outputCount: outputCount, loss: loss, activation: output,
        halvesSquares: isLinear)
    } catch { throw .missing("loss") }
    if isLinear {
      return Network(
        linearWithInputCount: inputCount, fitsIntercept: try metadata.value("intercept", Bool.init),
        head: head)
    }
    return Network(
      inputCount: inputCount, hidden: try metadata.value("hidden", metadata.counts),
      activation: try metadata.value("activation") { activationCatalog[$0] },
      normalizes: try metadata.value("layer_norm", Bool.init), head: head,
      hasOutputBias: try metadata.value("output_bias", Bool.init))
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

/// The metadata of a saved model, read with an error for each missing value.
private struct Metadata {
  private let values: [String: String]
  private let largestCount: Int

  /// - Parameter largestCount: The number of saved values; no count is larger, except that of the
  ///   outputs of a binary task by one.
  init(_ values: [String: String], largestCount: Int) {
    self.values = values
    self.largestCount = largestCount + 1
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  func count(_ text: String) -> Int? {
    Int(text).flatMap { (1...largestCount).contains($0) ? $0 : nil }
  }

  /// The numbers in "64,32"; nil if one is not a count.
  func counts(_ text: String) -> [Int]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let counts = parts.compactMap { count(String($0)) }
    return counts.count == parts.count ? counts : nil
  }

  func value<Value>(_ key: String, _ read: (String) -> Value?) throws(RestoreError) -> Value {
    guard let value = values[key].flatMap(read) else { throw .missing(key) }
    return value
  }
}

/// Why a saved model cannot be used.
public enum RestoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A tensor of the right shape, or a value of the metadata, is missing.
  case missing(String)
  /// The model family is not in this version's catalog.
  case unknownKind(String)
  /// Some tensors are float and some double.
  case mixedPrecisions

  public var description: String {
    switch self {
    case .missing(let name): "the saved model must have \"\(name)\"; got none that fits"
    case .unknownKind(let kind): "the kind of the saved model must be known; got \"\(kind)\""
    case .mixedPrecisions: "the tensors of the saved model must have one precision; got two"
    }
  }
}

extension Safetensors {
  /// The tensors and the metadata of a model.
  public init(model: any FittedModel) {
    self.init(tensors: model.tensors, metadata: model.metadata)
  }

  /// The saved model; it predicts the same bits.
  public func model() throws(RestoreError) -> any FittedModel {
    guard let kind = metadata["kind"] else { throw .missing("kind") }
    guard let entry = modelCatalog[kind] else { throw .unknownKind(kind) }
    return try entry.restore(self)
  }
}
