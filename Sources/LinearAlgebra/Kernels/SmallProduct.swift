internal import CKernels

/// The products that a loop of our own computes, because a library's call would cost more than the work.
@usableFromInline
enum SmallProduct {
  /// The largest number of multiplications: from about here OpenBLAS is as fast.
  private static var largestVolume: Int { 16_384 }

  @usableFromInline
  static func fits(
    _ transposesA: Bool, _ transposesB: Bool, m: Int, n: Int, k: Int
  ) -> Bool {
    guard m * n * k <= largestVolume, !(transposesA && transposesB) else { return false }
    return !transposesB || max(1, k) * ((n + 3) / 4 * 4) <= Int(KERNEL_SMALL_FACTOR)
  }
}

extension CompiledKernels {
  /// c ← op(a)·op(b) + β·c for products within `SmallProduct`; β is 0 unless the first is transposed.
  @usableFromInline
  static func smallProduct(
    _ transposesA: Bool, _ transposesB: Bool, m: Int, n: Int, k: Int, _ a: UnsafePointer<Self>,
    lda: Int, _ b: UnsafePointer<Self>, ldb: Int, beta: Self, _ c: UnsafeMutablePointer<Self>,
    ldc: Int
  ) {
    if transposesA {
      compiled.pointee.product_tn(m, n, k, a, lda, b, ldb, Double(beta), c, ldc)
    } else if transposesB {
      compiled.pointee.product_nt(m, n, k, a, lda, b, ldb, c, ldc)
    } else {
      compiled.pointee.product_nn(m, n, k, a, lda, b, ldb, c, ldc)
    }
  }
}
