import LinearAlgebra

extension Activation {
  public static let softmax = Activation(
    "softmax", "the softmax over the layer's units", .layerwise(RowSoftmax()))
}

/// The softmax of each row.
private struct RowSoftmax: LayerFunction {
  var exported: ModelLayers.Function { .softmax }
  var needsInputs: Bool { false }

  func apply<Scalar: BLASScalar>(to values: MatrixView<Scalar>) { Scalar.softmaxRows(values) }

  func multiplyByDerivative<Scalar: BLASScalar>(
    _ gradient: MatrixView<Scalar>, outputs: MatrixView<Scalar>, inputs: MatrixView<Scalar>?
  ) {
    Scalar.softmaxRowsBackward(gradient, outputs: outputs)
  }
}
