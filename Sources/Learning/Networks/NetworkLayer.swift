import LinearAlgebra
import Schema

/// One layer of a network: an affine map, followed by an activation in hidden layers, and the layout
/// of its parameters in the flat buffer.
struct NetworkLayer: Sendable, Hashable {
  let inputCount: Int
  let outputCount: Int
  /// Offset of the weight [outputs, inputs].
  let weightOffset: Int
  /// Offset of the bias [outputs]; nil without one.
  let biasOffset: Int?
  /// Offsets of gain and shift [outputs] of the normalization; nil without one.
  let gainOffset: Int?
  let shiftOffset: Int?
  /// Whether training changes it.
  let isTrained: Bool

  var weightCount: Int { inputCount * outputCount }

  /// The names of layers in specs and tensors; hidden layers are counted from 1.
  static func hiddenName(_ number: Int) -> String { "hidden_\(number)" }
  static let outputName = "output"

  /// The names of a network's layers, from input to output.
  static func names(hiddenCount: Int) -> [String] {
    (0..<hiddenCount).map { hiddenName($0 + 1) } + [outputName]
  }

  /// A layer name, whether or not the network has such a layer.
  static let nameRule = Rule(
    kind: .string, text: "a layer: output, or hidden_1, hidden_2, … from the inputs on",
    pattern: "^(output|hidden_[1-9][0-9]*)$",
    counterexamples: ["", "hidden", "hidden_0", "hidden_x", "hidden_1.weight", 1, true]
  ) { value in
    guard case .string(let name) = value else { return false }
    return name == outputName || name.wholeMatch(of: /hidden_[1-9][0-9]*/) != nil
  }

  func weight<Scalar>(in parameters: VectorView<Scalar>) -> MatrixView<Scalar> {
    parameters.matrix(at: weightOffset, rows: outputCount, columns: inputCount)
  }

  func bias<Scalar>(in parameters: VectorView<Scalar>) -> VectorView<Scalar>? {
    biasOffset.map { parameters.vector(at: $0, count: outputCount) }
  }

  func normalization<Scalar: BLASScalar>(
    in parameters: VectorView<Scalar>
  ) -> RowNormalization<Scalar>? {
    guard let gainOffset, let shiftOffset, let biasOffset else { return nil }
    return RowNormalization(
      bias: parameters.vector(at: biasOffset, count: outputCount),
      gain: parameters.vector(at: gainOffset, count: outputCount),
      shift: parameters.vector(at: shiftOffset, count: outputCount))
  }
}
