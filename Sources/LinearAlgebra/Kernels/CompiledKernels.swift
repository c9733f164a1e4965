/// The loops that are compiled for the widest vectors of the processor, in `CKernels`: pointers in,
/// no checks. The checked forms are `LayerKernels`, `LossKernels` and `UpdateKernels`.
public protocol CompiledKernels: ElementaryScalar {
  /// y ← eˣ, tanh x or 1 / (1 + e⁻ˣ) for n numbers.
  static func exponentials(_ n: Int, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  static func hyperbolicTangents(
    _ n: Int, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)
  static func logistics(_ n: Int, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)

  /// x ← f(x + b) for [n, k]; `kept` receives x + b.
  static func activate(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Self>, _ ldx: Int,
    _ bias: UnsafePointer<Self>?, _ kept: UnsafeMutablePointer<Self>?, _ ldkept: Int)
  /// g ← g·f′ for [n, k], from the outputs or, where f needs them, from the inputs.
  static func multiplyByDerivative(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ g: UnsafeMutablePointer<Self>, _ ldg: Int,
    _ o: UnsafePointer<Self>, _ ldo: Int)
  /// x ← f(gain·z + shift) for [n, k], z the row x + b less its mean, over its deviation.
  static func normalize(
    _ function: ElementFunction, _ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Self>, _ ldx: Int,
    _ bias: UnsafePointer<Self>, _ gain: UnsafePointer<Self>, _ shift: UnsafePointer<Self>,
    _ epsilon: Double, _ z: UnsafeMutablePointer<Self>?, _ ldz: Int,
    _ inverseDeviations: UnsafeMutablePointer<Self>?, _ kept: UnsafeMutablePointer<Self>?,
    _ ldkept: Int)
  /// g [n, k] from the derivative by gain·z + shift to the one by x + b.
  static func normalizeBackward(
    _ n: Int, _ k: Int, _ g: UnsafeMutablePointer<Self>, _ ldg: Int, _ z: UnsafePointer<Self>,
    _ ldz: Int, _ inverseDeviations: UnsafePointer<Self>, _ gain: UnsafePointer<Self>)
  /// gains and shifts receive the column sums of g·z and g beside what they hold.
  static func addNormalizationSums(
    _ n: Int, _ k: Int, _ g: UnsafePointer<Self>, _ ldg: Int, _ z: UnsafePointer<Self>,
    _ ldz: Int, _ gains: UnsafeMutablePointer<Self>, _ shifts: UnsafeMutablePointer<Self>)
  static func softmaxRows(_ n: Int, _ k: Int, _ x: UnsafeMutablePointer<Self>, _ ldx: Int)
  static func crossEntropy(
    _ n: Int, _ k: Int, _ z: UnsafePointer<Self>, _ ldz: Int, _ g: UnsafeMutablePointer<Self>?,
    _ ldg: Int, _ classes: UnsafePointer<Int>, _ positions: UnsafePointer<Int>,
    _ weights: UnsafePointer<Double>?, _ scale: Double, _ smoothing: Double
  ) -> LossSum
  /// s ← s + the column sums of x [n, k].
  static func addColumnSums(
    _ n: Int, _ k: Int, _ x: UnsafePointer<Self>, _ ldx: Int, _ s: UnsafeMutablePointer<Self>)
  static func squareSum(_ n: Int, _ x: UnsafePointer<Self>) -> Double
  /// x ← x + y; the sum of squares of the result.
  static func addGivingSquareSum(
    _ n: Int, _ x: UnsafeMutablePointer<Self>, _ y: UnsafePointer<Self>
  ) -> Double
  static func descend(
    _ n: Int, _ p: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>, _ rate: Double,
    _ decay: Double)
  static func descend(
    _ n: Int, _ p: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>,
    _ v: UnsafeMutablePointer<Self>, _ rate: Double, _ decay: Double, _ momentum: Double,
    _ looksAhead: Bool)
  static func scaledStep(
    _ n: Int, _ p: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>,
    _ s: UnsafeMutablePointer<Self>, _ v: UnsafeMutablePointer<Self>?, _ step: ScaledStep)
  static func adam(
    _ n: Int, _ p: UnsafeMutablePointer<Self>, _ g: UnsafePointer<Self>,
    _ m: UnsafeMutablePointer<Self>, _ v: UnsafeMutablePointer<Self>, _ step: AdamStep)
  /// c ← op(a)·op(b) + β·c for products within `SmallProduct`; both must not be transposed.
  static func smallProduct(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int, _ a: UnsafePointer<Self>,
    lda: Int, _ b: UnsafePointer<Self>, ldb: Int, beta: Self, _ c: UnsafeMutablePointer<Self>,
    ldc: Int)
  /// The same for products within `TiledProduct`; false, and nothing done, without the vectors.
  static func tiledProduct(
    _ vectors: VectorWidth, _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Self>, lda: Int, _ b: UnsafePointer<Self>, ldb: Int, beta: Self,
    _ c: UnsafeMutablePointer<Self>, ldc: Int
  ) -> Bool
}
