import LinearAlgebra
import Schema

/// One layer of a network: an affine map, for hidden layers with an activation after it, and where
/// its parameters lie in the flat buffer.
struct NetworkLayer: Sendable, Hashable {
  let inputCount: Int
  let outputCount: Int
  /// Where the weight [outputs, inputs] starts.
  let weightOffset: Int
  /// Where the bias [outputs] starts; nil without one.
  let biasOffset: Int?
  /// Where gain and shift [outputs] of the normalisation start; nil without one.
  let gainOffset: Int?
  let shiftOffset: Int?
  /// Whether training changes it.
  let isTrained: Bool

  var weightCount: Int { inputCount * outputCount }

  /// What a spec and the tensors call the layers: hidden ones are counted from 1.
  static func hiddenName(_ number: Int) -> String { "hidden_\(number)" }
  static let outputName = "output"

  /// The names of a network's layers, from the inputs on.
  static func names(hiddenCount: Int) -> [String] {
    (0..<hiddenCount).map { hiddenName($0 + 1) } + [outputName]
  }

  /// The name of a layer, as far as a rule can tell without the network.
  static let nameRule = Rule(
    kind: .string, text: "a layer: output, or hidden_1 for the first hidden one and so on",
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
