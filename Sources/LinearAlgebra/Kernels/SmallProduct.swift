internal import CKernels

/// Which products are done by hand because a library's call would cost more than the work.
@usableFromInline
enum SmallProduct {
  /// The most multiplications: from about here OpenBLAS is as fast.
  private static var largestVolume: Int { 16_384 }

  @usableFromInline
  static func fits(
    _ transposesA: Bool, _ transposesB: Bool, m: Int, n: Int, k: Int
  ) -> Bool {
    guard m * n * k <= largestVolume, !(transposesA && transposesB) else { return false }
    return !transposesB || max(1, k) * ((n + 3) / 4 * 4) <= Int(KERNEL_SMALL_FACTOR)
  }
}
