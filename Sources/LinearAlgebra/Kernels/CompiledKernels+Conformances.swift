internal import CKernels

extension Float: CompiledKernels {
  public static func exponentials(
    _ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) { kernel_exp_f32(n, x, y) }

  public static func hyperbolicTangents(
    _ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) { kernel_tanh_of_f32(n, x, y) }

  public static func logistics(
    _ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) { kernel_sigmoid_of_f32(n, x, y) }

  public static func activate(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Float>, _ ldx: Int,
    _ bias: UnsafePointer<Float>?, _ kept: UnsafeMutablePointer<Float>?, _ ldkept: Int
  ) { kernel_activate_f32(function.kernel, n, k, x, ldx, bias, kept, ldkept) }

  public static func multiplyByDerivative(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ g: UnsafeMutablePointer<Float>, _ ldg: Int,
    _ o: UnsafePointer<Float>, _ ldo: Int
  ) { kernel_derivative_f32(function.kernel, n, k, g, ldg, o, ldo) }

  public static func normalize(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Float>, _ ldx: Int,
    _ bias: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, _ shift: UnsafePointer<Float>,
    _ epsilon: Double, _ z: UnsafeMutablePointer<Float>?, _ ldz: Int,
    _ inverseDeviations: UnsafeMutablePointer<Float>?, _ kept: UnsafeMutablePointer<Float>?,
    _ ldkept: Int
  ) {
    kernel_normalize_f32(
      function.kernel, n, k, x, ldx, bias, gain, shift, epsilon, z, ldz, inverseDeviations, kept,
      ldkept)
  }

  public static func normalizeBackward(
    _ n: Int, _ k: Int, _ g: UnsafeMutablePointer<Float>, _ ldg: Int, _ z: UnsafePointer<Float>,
    _ ldz: Int, _ inverseDeviations: UnsafePointer<Float>, _ gain: UnsafePointer<Float>
  ) { kernel_normalize_backward_f32(n, k, g, ldg, z, ldz, inverseDeviations, gain) }

  public static func addNormalizationSums(
    _ n: Int, _ k: Int, _ g: UnsafePointer<Float>, _ ldg: Int, _ z: UnsafePointer<Float>,
    _ ldz: Int, _ gains: UnsafeMutablePointer<Float>, _ shifts: UnsafeMutablePointer<Float>
  ) { kernel_normalize_sums_f32(n, k, g, ldg, z, ldz, gains, shifts) }

  public static func softmaxRows(
    _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Float>, _ ldx: Int
  ) { kernel_softmax_f32(n, k, x, ldx) }

  public static func crossEntropy(
    _ n: Int, _ k: Int, _ z: UnsafePointer<Float>, _ ldz: Int, _ g: UnsafeMutablePointer<Float>?,
    _ ldg: Int, _ classes: UnsafePointer<Int>, _ positions: UnsafePointer<Int>,
    _ weights: UnsafePointer<Double>?, _ scale: Double, _ smoothing: Double
  ) -> LossSum {
    let sum = kernel_cross_entropy_f32(
      n, k, z, ldz, g, ldg, classes, positions, weights, scale, smoothing)
    return LossSum(loss: sum.loss, rightCount: sum.right_count)
  }

  public static func addColumnSums(
    _ n: Int, _ k: Int, _ x: UnsafePointer<Float>, _ ldx: Int, _ s: UnsafeMutablePointer<Float>
  ) { kernel_column_sums_f32(n, k, x, ldx, s) }

  public static func squareSum(_ n: Int, _ x: UnsafePointer<Float>) -> Double {
    kernel_square_sum_f32(n, x)
  }

  public static func addGivingSquareSum(
    _ n: Int, _ x: UnsafeMutablePointer<Float>, _ y: UnsafePointer<Float>
  ) -> Double { kernel_add_square_sum_f32(n, x, y) }

  public static func descend(
    _ n: Int, _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ rate: Double,
    _ decay: Double
  ) { kernel_descend_f32(n, p, g, rate, decay) }

  public static func descend(
    _ n: Int, _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ rate: Double, _ decay: Double, _ momentum: Double,
    _ looksAhead: Bool
  ) { kernel_momentum_f32(n, p, g, v, rate, decay, momentum, looksAhead ? 1 : 0) }

  public static func scaledStep(
    _ n: Int, _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ s: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>?, _ step: ScaledStep
  ) {
    kernel_scaled_step_f32(
      n, p, g, s, v, step.rate, step.decay, step.kept, step.added, step.epsilon, step.momentum)
  }

  public static func adam(
    _ n: Int, _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>, _ step: AdamStep
  ) { kernel_adam_step_f32(n, p, g, m, v, step.kernel) }

  public static func smallProduct(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int, _ a: UnsafePointer<Float>,
    lda: Int, _ b: UnsafePointer<Float>, ldb: Int, beta: Float, _ c: UnsafeMutablePointer<Float>,
    ldc: Int
  ) {
    if transposeA {
      kernel_product_tn_f32(m, n, k, a, lda, b, ldb, beta, c, ldc)
    } else if transposeB {
      kernel_product_nt_f32(m, n, k, a, lda, b, ldb, c, ldc)
    } else {
      kernel_product_nn_f32(m, n, k, a, lda, b, ldb, c, ldc)
    }
  }

  public static func tiledProduct(
    _ vectors: VectorWidth, _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Float>, lda: Int, _ b: UnsafePointer<Float>, ldb: Int, beta: Float,
    _ c: UnsafeMutablePointer<Float>, ldc: Int
  ) -> Bool {
    transposeB
      ? kernel_tiles_nt_f32(vectors.kernel, m, n, k, a, lda, b, ldb, beta, c, ldc)
      : kernel_tiles_n_f32(
        vectors.kernel, m, n, k, a, transposeA ? 1 : lda, transposeA ? lda : 1, b, ldb, beta, c, ldc
      )
  }
}

extension Double: CompiledKernels {
  public static func exponentials(
    _ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) { kernel_exp_f64(n, x, y) }

  public static func hyperbolicTangents(
    _ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) { kernel_tanh_of_f64(n, x, y) }

  public static func logistics(
    _ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) { kernel_sigmoid_of_f64(n, x, y) }

  public static func activate(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Double>, _ ldx: Int,
    _ bias: UnsafePointer<Double>?, _ kept: UnsafeMutablePointer<Double>?, _ ldkept: Int
  ) { kernel_activate_f64(function.kernel, n, k, x, ldx, bias, kept, ldkept) }

  public static func multiplyByDerivative(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ g: UnsafeMutablePointer<Double>, _ ldg: Int,
    _ o: UnsafePointer<Double>, _ ldo: Int
  ) { kernel_derivative_f64(function.kernel, n, k, g, ldg, o, ldo) }

  public static func normalize(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Double>, _ ldx: Int,
    _ bias: UnsafePointer<Double>, _ gain: UnsafePointer<Double>, _ shift: UnsafePointer<Double>,
    _ epsilon: Double, _ z: UnsafeMutablePointer<Double>?, _ ldz: Int,
    _ inverseDeviations: UnsafeMutablePointer<Double>?, _ kept: UnsafeMutablePointer<Double>?,
    _ ldkept: Int
  ) {
    kernel_normalize_f64(
      function.kernel, n, k, x, ldx, bias, gain, shift, epsilon, z, ldz, inverseDeviations, kept,
      ldkept)
  }

  public static func normalizeBackward(
    _ n: Int, _ k: Int, _ g: UnsafeMutablePointer<Double>, _ ldg: Int, _ z: UnsafePointer<Double>,
    _ ldz: Int, _ inverseDeviations: UnsafePointer<Double>, _ gain: UnsafePointer<Double>
  ) { kernel_normalize_backward_f64(n, k, g, ldg, z, ldz, inverseDeviations, gain) }

  public static func addNormalizationSums(
    _ n: Int, _ k: Int, _ g: UnsafePointer<Double>, _ ldg: Int, _ z: UnsafePointer<Double>,
    _ ldz: Int, _ gains: UnsafeMutablePointer<Double>, _ shifts: UnsafeMutablePointer<Double>
  ) { kernel_normalize_sums_f64(n, k, g, ldg, z, ldz, gains, shifts) }

  public static func softmaxRows(
    _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Double>, _ ldx: Int
  ) { kernel_softmax_f64(n, k, x, ldx) }

  public static func crossEntropy(
    _ n: Int, _ k: Int, _ z: UnsafePointer<Double>, _ ldz: Int, _ g: UnsafeMutablePointer<Double>?,
    _ ldg: Int, _ classes: UnsafePointer<Int>, _ positions: UnsafePointer<Int>,
    _ weights: UnsafePointer<Double>?, _ scale: Double, _ smoothing: Double
  ) -> LossSum {
    let sum = kernel_cross_entropy_f64(
      n, k, z, ldz, g, ldg, classes, positions, weights, scale, smoothing)
    return LossSum(loss: sum.loss, rightCount: sum.right_count)
  }

  public static func addColumnSums(
    _ n: Int, _ k: Int, _ x: UnsafePointer<Double>, _ ldx: Int, _ s: UnsafeMutablePointer<Double>
  ) { kernel_column_sums_f64(n, k, x, ldx, s) }

  public static func squareSum(_ n: Int, _ x: UnsafePointer<Double>) -> Double {
    kernel_square_sum_f64(n, x)
  }

  public static func addGivingSquareSum(
    _ n: Int, _ x: UnsafeMutablePointer<Double>, _ y: UnsafePointer<Double>
  ) -> Double { kernel_add_square_sum_f64(n, x, y) }

  public static func descend(
    _ n: Int, _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>, _ rate: Double,
    _ decay: Double
  ) { kernel_descend_f64(n, p, g, rate, decay) }

  public static func descend(
    _ n: Int, _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ v: UnsafeMutablePointer<Double>, _ rate: Double, _ decay: Double, _ momentum: Double,
    _ looksAhead: Bool
  ) { kernel_momentum_f64(n, p, g, v, rate, decay, momentum, looksAhead ? 1 : 0) }

  public static func scaledStep(
    _ n: Int, _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ s: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>?, _ step: ScaledStep
  ) {
    kernel_scaled_step_f64(
      n, p, g, s, v, step.rate, step.decay, step.kept, step.added, step.epsilon, step.momentum)
  }

  public static func adam(
    _ n: Int, _ p: UnsafeMutablePointer<Double>, _ g: UnsafePointer<Double>,
    _ m: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>, _ step: AdamStep
  ) { kernel_adam_step_f64(n, p, g, m, v, step.kernel) }

  public static func smallProduct(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int, _ a: UnsafePointer<Double>,
    lda: Int, _ b: UnsafePointer<Double>, ldb: Int, beta: Double, _ c: UnsafeMutablePointer<Double>,
    ldc: Int
  ) {
    if transposeA {
      kernel_product_tn_f64(m, n, k, a, lda, b, ldb, beta, c, ldc)
    } else if transposeB {
      kernel_product_nt_f64(m, n, k, a, lda, b, ldb, c, ldc)
    } else {
      kernel_product_nn_f64(m, n, k, a, lda, b, ldb, c, ldc)
    }
  }

  public static func tiledProduct(
    _ vectors: VectorWidth, _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Double>, lda: Int, _ b: UnsafePointer<Double>, ldb: Int, beta: Double,
    _ c: UnsafeMutablePointer<Double>, ldc: Int
  ) -> Bool {
    transposeB
      ? kernel_tiles_nt_f64(vectors.kernel, m, n, k, a, lda, b, ldb, beta, c, ldc)
      : kernel_tiles_n_f64(
        vectors.kernel, m, n, k, a, transposeA ? 1 : lda, transposeA ? lda : 1, b, ldb, beta, c, ldc
      )
  }
}

extension ElementFunction {
  fileprivate var kernel: kernel_function {
    switch self {
    case .identity: kernel_identity
    case .relu: kernel_relu
    case .leakyReLU: kernel_leaky_relu
    case .gelu: kernel_gelu
    case .tanh: kernel_tanh
    case .sigmoid: kernel_sigmoid
    }
  }
}

extension AdamStep {
  /// The factors of the step, from the exact betas: 1 − 0.999 in float would be wrong in the
  /// fifth digit.
  fileprivate var kernel: kernel_adam {
    let bias1 = 1 - power(beta1, stepNumber)
    let bias2 = 1 - power(beta2, stepNumber)
    return kernel_adam(
      decay: decay, beta1: beta1, rest1: 1 - beta1, beta2: beta2, rest2: 1 - beta2,
      shrink: 1 - rate * decoupledDecay, rate: rate / bias1,
      root_scale: 1 / bias2.squareRoot(), epsilon: epsilon)
  }
}

/// base to a whole power, by squaring; the same bits wherever it runs.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, factor, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}
