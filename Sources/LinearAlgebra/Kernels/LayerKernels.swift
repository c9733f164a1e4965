internal import CKernels

/// What a fully connected layer does beside its matrix products.
public protocol LayerKernels: CompiledKernels {
  /// Adds a bias to each row and applies a function: x ← f(x + b).
  ///
  /// **Shapes** values [n, k], bias [k]; `inputs` [n, k] receives x + b where it is given
  static func activate(
    _ values: MatrixView<Self>, bias: VectorView<Self>?, _ function: ElementFunction,
    keeping inputs: MatrixView<Self>?)

  /// Multiplies a gradient by f′, given what `activate` left.
  ///
  /// **Shapes** all [n, k]; `inputs` is read only by functions that need it
  static func multiplyByDerivative(
    _ gradient: MatrixView<Self>, of function: ElementFunction, outputs: MatrixView<Self>,
    inputs: MatrixView<Self>?)

  /// Replaces each row by its softmax.
  static func softmaxRows(_ values: MatrixView<Self>)

  /// Takes a gradient by the softmax's outputs to one by its inputs: g ← s·(g − Σ g·s).
  static func softmaxRowsBackward(_ gradient: MatrixView<Self>, outputs: MatrixView<Self>)

  /// sums ← sums + the sum over the rows of each column.
  static func addColumnSums(of values: MatrixView<Self>, to sums: VectorView<Self>)

  /// products ← values·factors, element by element; `products` may be `values`.
  static func multiply(
    _ values: MatrixView<Self>, by factors: MatrixView<Self>, into products: MatrixView<Self>)
}

extension LayerKernels {
  public static func activate(
    _ values: MatrixView<Self>, bias: VectorView<Self>?, _ function: ElementFunction,
    keeping inputs: MatrixView<Self>?
  ) {
    if let bias, bias.count != values.columnCount {
      shapeMismatch("bias", expected: [values.columnCount], found: [bias.count])
    }
    inputs?.expectShape(values.rowCount, values.columnCount, "kept inputs")
    compiled.pointee.activate(
      function.kernel, values.rowCount, values.columnCount, values.base, values.stride,
      bias?.base, inputs?.base, inputs?.stride ?? 0)
  }

  public static func multiplyByDerivative(
    _ gradient: MatrixView<Self>, of function: ElementFunction, outputs: MatrixView<Self>,
    inputs: MatrixView<Self>?
  ) {
    outputs.expectShape(gradient.rowCount, gradient.columnCount, "outputs of an activation")
    var source = outputs
    if function.needsInput {
      guard let inputs else { shapeMismatch("gelu", expected: [1], found: [0]) }
      inputs.expectShape(gradient.rowCount, gradient.columnCount, "inputs of an activation")
      source = inputs
    }
    compiled.pointee.derivative(
      function.kernel, gradient.rowCount, gradient.columnCount, gradient.base, gradient.stride,
      source.base, source.stride)
  }

  public static func softmaxRows(_ values: MatrixView<Self>) {
    compiled.pointee.softmax(values.rowCount, values.columnCount, values.base, values.stride)
  }

  public static func softmaxRowsBackward(
    _ gradient: MatrixView<Self>, outputs: MatrixView<Self>
  ) {
    outputs.expectShape(gradient.rowCount, gradient.columnCount, "outputs of a softmax")
    for i in 0..<gradient.rowCount {
      let g = gradient.base + i * gradient.stride
      let s = outputs.base + i * outputs.stride
      var inner: Self = 0
      for j in 0..<gradient.columnCount { inner += g[j] * s[j] }
      for j in 0..<gradient.columnCount { g[j] = s[j] * (g[j] - inner) }
    }
  }

  public static func addColumnSums(of values: MatrixView<Self>, to sums: VectorView<Self>) {
    guard sums.count == values.columnCount else {
      shapeMismatch("column sums", expected: [values.columnCount], found: [sums.count])
    }
    compiled.pointee.column_sums(
      values.rowCount, values.columnCount, values.base, values.stride, sums.base)
  }

  public static func multiply(
    _ values: MatrixView<Self>, by factors: MatrixView<Self>, into products: MatrixView<Self>
  ) {
    factors.expectShape(values.rowCount, values.columnCount, "factors")
    products.expectShape(values.rowCount, values.columnCount, "products")
    for i in 0..<values.rowCount {
      let x = values.base + i * values.stride
      let f = factors.base + i * factors.stride
      let p = products.base + i * products.stride
      for j in 0..<values.columnCount { p[j] = x[j] * f[j] }
    }
  }
}
