import LinearAlgebra

/// The structure of a fully connected network: sizes, functions and the layout of the parameters.
///
/// Without hidden layers it is a linear model; its tensors are named accordingly.
struct Network: Sendable, Hashable {
  let inputCount: Int
  let hidden: [Int]
  let activation: Activation
  /// Whether layer normalization comes before the activations.
  let normalizes: Bool
  /// Fraction of hidden outputs set to 0 at each training step.
  let dropout: Double
  let head: OutputHead
  let hasOutputBias: Bool
  /// Whether it is a linear model, with tensors named "weight" and "intercept".
  let isLinearModel: Bool
  let layers: [NetworkLayer]
  let layout: ParameterLayout

  /// A network with hidden layers of the given widths; layers in `frozen` keep their initial weights.
  init(
    inputCount: Int, hidden: [Int], activation: Activation, normalizes: Bool = false,
    dropout: Double = 0, head: OutputHead, hasOutputBias: Bool = true, frozen: Set<String> = []
  ) {
    self.init(
      inputCount: inputCount, hidden: hidden, activation: activation, normalizes: normalizes,
      dropout: dropout, head: head, hasOutputBias: hasOutputBias, frozen: frozen,
      isLinearModel: false)
  }

  /// A linear model.
  init(linearWithInputCount inputCount: Int, fitsIntercept: Bool, head: OutputHead) {
    self.init(
      inputCount: inputCount, hidden: [], activation: .identity, normalizes: false, dropout: 0,
      head: head, hasOutputBias: fitsIntercept, frozen: [], isLinearModel: true)
  }

  private init(
    inputCount: Int, hidden: [Int], activation: Activation, normalizes: Bool, dropout: Double,
    head: OutputHead, hasOutputBias: Bool, frozen: Set<String>, isLinearModel: Bool
  ) {
    var layers = [NetworkLayer]()
    var tensors = [ParameterLayout.Tensor]()
    var offset = 0
    var width = inputCount
    for (index, nextWidth) in (hidden + [head.unitCount]).enumerated() {
      let isOutput = index == hidden.count
      let name = isOutput ? NetworkLayer.outputName : NetworkLayer.hiddenName(index + 1)
      let isTrained = !frozen.contains(name)
      func append(_ part: String, _ shape: [Int]) -> Int {
        let tensor = ParameterLayout.Tensor(
          name: part, shape: shape, offset: offset, isTrained: isTrained)
        tensors.append(tensor)
        defer { offset += tensor.count }
        return offset
      }
      let weightOffset = append(isLinearModel ? "weight" : name + ".weight", [nextWidth, width])
      let hasBias = !isOutput || hasOutputBias
      let biasOffset =
        hasBias ? append(isLinearModel ? "intercept" : name + ".bias", [nextWidth]) : nil
      let isNormalized = normalizes && !isOutput
      let gainOffset = isNormalized ? append(name + ".norm_gain", [nextWidth]) : nil
      let shiftOffset = isNormalized ? append(name + ".norm_bias", [nextWidth]) : nil
      layers.append(
        NetworkLayer(
          inputCount: width, outputCount: nextWidth, weightOffset: weightOffset,
          biasOffset: biasOffset, gainOffset: gainOffset, shiftOffset: shiftOffset,
          isTrained: isTrained))
      width = nextWidth
    }
    self.inputCount = inputCount
    self.hidden = hidden
    self.activation = activation
    self.normalizes = normalizes
    self.dropout = dropout
    self.head = head
    self.hasOutputBias = hasOutputBias
    self.isLinearModel = isLinearModel
    self.layers = layers
    layout = ParameterLayout(tensors: tensors)
  }

  var parameterCount: Int { layout.parameterCount }

  /// The first trained layer, where backpropagation ends.
  var firstTrained: Int { layers.firstIndex(where: \.isTrained) ?? layers.count }

  /// Number of rows of a forward pass over many rows: its memory stays in the cache, and the product
  /// of a linear model stays below the size (a million multiplications) from which OpenBLAS is slow
  /// on thin matrices.
  var blockSize: Int {
    hidden.isEmpty ? min(256, max(32, 1_000_000 / (inputCount * head.unitCount))) : 256
  }
}
