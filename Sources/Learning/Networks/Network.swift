import LinearAlgebra

/// The structure of a fully connected network: sizes, functions and where the parameters lie.
///
/// With no hidden layer it is a linear model, and its tensors are called so.
struct Network: Sendable, Hashable {
  struct Layer: Sendable, Hashable {
    let inputCount: Int
    let outputCount: Int
    /// Where the weight [outputs, inputs] starts in the flat parameters.
    let weightOffset: Int
    /// Where the bias [outputs] starts; nil without one.
    let biasOffset: Int?

    var weightCount: Int { inputCount * outputCount }
  }

  let inputCount: Int
  let hidden: [Int]
  let activation: Activation
  /// The share of hidden outputs that a training step leaves out.
  let dropout: Double
  let head: OutputHead
  let hasOutputBias: Bool
  /// Whether it was made as a linear model, with tensors named so.
  let isLinearModel: Bool
  let layers: [Layer]
  let layout: ParameterLayout

  /// A network with hidden layers of the given widths.
  init(
    inputCount: Int, hidden: [Int], activation: Activation, dropout: Double = 0,
    head: OutputHead
  ) {
    self.init(
      inputCount: inputCount, hidden: hidden, activation: activation, dropout: dropout,
      head: head, hasOutputBias: true, isLinearModel: false)
  }

  /// A linear model.
  init(linearWithInputCount inputCount: Int, fitsIntercept: Bool, head: OutputHead) {
    self.init(
      inputCount: inputCount, hidden: [], activation: .identity, dropout: 0, head: head,
      hasOutputBias: fitsIntercept, isLinearModel: true)
  }

  private init(
    inputCount: Int, hidden: [Int], activation: Activation, dropout: Double, head: OutputHead,
    hasOutputBias: Bool, isLinearModel: Bool
  ) {
    let outputNames =
      isLinearModel
      ? (weight: "weight", bias: "intercept") : (weight: "output.weight", bias: "output.bias")
    var layers = [Layer]()
    var tensors = [ParameterLayout.Tensor]()
    var offset = 0
    var width = inputCount
    func append(_ name: String, _ shape: [Int]) -> Int {
      let tensor = ParameterLayout.Tensor(name: name, shape: shape, offset: offset)
      tensors.append(tensor)
      defer { offset += tensor.count }
      return offset
    }
    for (index, nextWidth) in (hidden + [head.unitCount]).enumerated() {
      let isOutput = index == hidden.count
      let names =
        isOutput
        ? outputNames : (weight: "hidden_\(index + 1).weight", bias: "hidden_\(index + 1).bias")
      let weightOffset = append(names.weight, [nextWidth, width])
      let biasOffset = isOutput && !hasOutputBias ? nil : append(names.bias, [nextWidth])
      layers.append(
        Layer(
          inputCount: width, outputCount: nextWidth, weightOffset: weightOffset,
          biasOffset: biasOffset))
      width = nextWidth
    }
    self.inputCount = inputCount
    self.hidden = hidden
    self.activation = activation
    self.dropout = dropout
    self.head = head
    self.hasOutputBias = hasOutputBias
    self.isLinearModel = isLinearModel
    self.layers = layers
    self.layout = ParameterLayout(tensors: tensors)
  }

  var parameterCount: Int { layout.parameterCount }

  /// How many rows to send through at a time when any number is possible: what they need stays
  /// in the cache, and the product of a linear model stays below the size (a million
  /// multiplications) from which OpenBLAS is slow on thin matrices.
  var blockSize: Int {
    hidden.isEmpty ? min(256, max(32, 1_000_000 / (inputCount * head.unitCount))) : 256
  }
}
