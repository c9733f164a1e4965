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

  /// The model that was saved as these tensors with this metadata.
  init(restoring saved: Safetensors) throws(RestoreError) {
    let valueCount = saved.tensors.reduce(0) { $0 + $1.values.count }
    let words = Words(saved.metadata, largestCount: valueCount)
    let network = try Self.network(words)
    let tensors = Dictionary(saved.tensors.map { ($0.name, $0) }) { first, _ in first }
    let kind = try words.word("kind") { $0 }
    switch try Self.parameters(tensors, network) {
    case .single(let values): self.init(kind: kind, network: network, parameters: values)
    case .double(let values): self.init(kind: kind, network: network, parameters: values)
    }
  }

  private static func network(_ words: Words) throws(RestoreError) -> Network {
    let isLinear = words.has("intercept")
    let inputCount = try words.word("inputs", words.count)
    let task = try words.word("task", PredictionTask.init)
    let outputCount = try words.word("outputs", words.count)
    let loss = try words.word("loss", LossKind.init)
    let output = try words.word("output_activation", OutputActivation.init)
    let head: OutputHead
    do {
      head = try OutputHead(
        task: task, outputCount: outputCount, loss: loss, activation: output,
        halvesSquares: isLinear)
    } catch { throw .missing("loss") }
    if isLinear {
      return Network(
        linearWithInputCount: inputCount, fitsIntercept: try words.word("intercept", Bool.init),
        head: head)
    }
    return Network(
      inputCount: inputCount, hidden: try words.word("hidden", words.counts),
      activation: try words.word("activation") { activationCatalog[$0] },
      normalizes: try words.word("layer_norm", Bool.init), head: head,
      hasOutputBias: try words.word("output_bias", Bool.init))
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

/// The metadata of a saved model, read with an error for each word that is missing.
private struct Words {
  private let words: [String: String]
  private let largestCount: Int

  /// - Parameter largestCount: No count can be larger than all values there are, plus the one
  ///   output that two classes may have more than units.
  init(_ words: [String: String], largestCount: Int) {
    self.words = words
    self.largestCount = largestCount + 1
  }

  func has(_ key: String) -> Bool { words[key] != nil }

  func count(_ text: String) -> Int? {
    Int(text).flatMap { (1...largestCount).contains($0) ? $0 : nil }
  }

  /// "64,32" as numbers; nil when one is none.
  func counts(_ text: String) -> [Int]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let counts = parts.compactMap { count(String($0)) }
    return counts.count == parts.count ? counts : nil
  }

  func word<Value>(_ key: String, _ read: (String) -> Value?) throws(RestoreError) -> Value {
    guard let value = words[key].flatMap(read) else { throw .missing(key) }
    return value
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
