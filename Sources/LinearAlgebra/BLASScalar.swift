/// The element types the kernels exist for: `Float` and `Double`.
///
/// Per-element work lives in the witnesses, which are concrete for both types, so that generic
/// code costs one call per matrix and not one per element.
public protocol BLASScalar: LayerKernels, LossKernels, UpdateKernels
where RawSignificand: FixedWidthInteger {
  /// c ← α·op(a)·op(b) + β·c with row-major operands of the given leading dimensions.
  ///
  /// **Shapes** op(a) [m, k], op(b) [k, n], c [m, n]
  static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int,
    alpha: Self, _ a: UnsafePointer<Self>, lda: Int, _ b: UnsafePointer<Self>, ldb: Int,
    beta: Self, _ c: UnsafeMutablePointer<Self>, ldc: Int)

  /// y ← y + α·x.
  static func axpy(
    _ n: Int, alpha: Self, _ x: UnsafePointer<Self>, _ y: UnsafeMutablePointer<Self>)

  /// c ← op(a)·op(b) + β·c for products within `TiledProduct`; false, and nothing done, without the
  /// vectors.
  static func tiledProduct(
    _ vectors: VectorWidth, _ transposeA: Bool, _ transposeB: Bool, m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Self>, lda: Int, _ b: UnsafePointer<Self>, ldb: Int, beta: Self,
    _ c: UnsafeMutablePointer<Self>, ldc: Int
  ) -> Bool
}
