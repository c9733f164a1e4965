internal import CKernels

/// Which products read their factors where they lie, with a tile of sums in registers: those of a
/// training step. Where there is less to do, or a side is thin, `SmallProduct` and OpenBLAS do
/// the same; where there is more, it is worth copying the factors into another order, as OpenBLAS does.
@usableFromInline
enum TiledProduct {
  private static var volumes: ClosedRange<Int> { 200_000...150_000_000 }

  /// - Parameter isAlone: Whether no other threads would take part in BLAS's product; where a team's
  ///   threads each have their part, none do.
  @usableFromInline
  static func fits(
    _ transposesA: Bool, _ transposesB: Bool, m: Int, n: Int, k: Int, isAlone: Bool
  ) -> Bool {
    isAlone && volumes.contains(m * n * k) && min(m, n, k) >= 32 && !(transposesA && transposesB)
      && (transposesB ? k >= 128 && VectorWidth.widest == .bits512 : VectorWidth.widest != .any)
  }
}

extension Float {
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

extension Double {
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
