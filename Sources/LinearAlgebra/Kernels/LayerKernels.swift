/// What a fully connected layer does beside its matrix products.
public protocol LayerKernels: ElementaryScalar {
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
    var bias = bias
    if let inputs {
      inputs.expectShape(values.rowCount, values.columnCount, "kept inputs")
      each(values, bias) { $0 }
      inputs.assign(values)
      bias = nil
    }
    // Comparisons are written so that NaN stays NaN and -∞ becomes it: a broken network must not
    // look healthy. Factors instead of choices of what to store keep branches out of the loops.
    switch function {
    case .identity: if bias != nil { each(values, bias) { $0 } }
    case .relu: each(values, bias) { $0 * ($0 < 0 ? 0 : 1) }
    case .leakyReLU: each(values, bias) { $0 * ($0 < 0 ? 0.01 : 1) }
    case .gelu: each(values, bias) { $0 * normalDistribution($0) }
    case .tanh: each(values, bias) { hyperbolicTangent($0) }
    case .sigmoid: each(values, bias) { logistic($0) }
    }
  }

  public static func multiplyByDerivative(
    _ gradient: MatrixView<Self>, of function: ElementFunction, outputs: MatrixView<Self>,
    inputs: MatrixView<Self>?
  ) {
    outputs.expectShape(gradient.rowCount, gradient.columnCount, "outputs of an activation")
    switch function {
    case .identity: break
    case .relu: combine(gradient, outputs) { g, o in g * (o <= 0 ? 0 : 1) }
    case .leakyReLU: combine(gradient, outputs) { g, o in g * (o <= 0 ? 0.01 : 1) }
    case .tanh: combine(gradient, outputs) { g, o in g * (1 - o * o) }
    case .sigmoid: combine(gradient, outputs) { g, o in g * o * (1 - o) }
    case .gelu:
      guard let inputs else { shapeMismatch("gelu", expected: [1], found: [0]) }
      inputs.expectShape(gradient.rowCount, gradient.columnCount, "inputs of an activation")
      let scale = Self(0.398_942_280_401_432_7)  // 1/√(2π)
      combine(gradient, inputs) { g, x in
        g * (normalDistribution(x) + x * scale * exponential(x * x * -0.5))
      }
    }
  }

  public static func softmaxRows(_ values: MatrixView<Self>) {
    eachRow(values) { row, n in
      var maximum = row[0]
      for j in 1..<max(1, n) { maximum = row[j] > maximum ? row[j] : maximum }
      var sum: Self = 0
      for j in 0..<n {
        row[j] = exponential(row[j] - maximum)
        sum += row[j]
      }
      let scale = 1 / sum
      for j in 0..<n { row[j] *= scale }
    }
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
    eachRow(values) { row, n in for j in 0..<n { sums.base[j] += row[j] } }
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

  @inline(__always)
  private static func normalDistribution(_ x: Self) -> Self {
    0.5 * (1 + errorFunction(x * 0.707_106_781_186_547_5))
  }

  @inline(__always)
  private static func eachRow(
    _ values: MatrixView<Self>, _ body: (UnsafeMutablePointer<Self>, Int) -> Void
  ) {
    for i in 0..<values.rowCount { body(values.base + i * values.stride, values.columnCount) }
  }

  /// x ← f(x + b) in one pass.
  @inline(__always)
  private static func each(
    _ values: MatrixView<Self>, _ bias: VectorView<Self>?, _ function: (Self) -> Self
  ) {
    guard let b = bias?.base else {
      eachRow(values) { row, n in for j in 0..<n { row[j] = function(row[j]) } }
      return
    }
    eachRow(values) { row, n in for j in 0..<n { row[j] = function(row[j] + b[j]) } }
  }

  @inline(__always)
  private static func combine(
    _ values: MatrixView<Self>, _ others: MatrixView<Self>, _ function: (Self, Self) -> Self
  ) {
    for i in 0..<values.rowCount {
      let x = values.base + i * values.stride
      let y = others.base + i * others.stride
      for j in 0..<values.columnCount { x[j] = function(x[j], y[j]) }
    }
  }
}
