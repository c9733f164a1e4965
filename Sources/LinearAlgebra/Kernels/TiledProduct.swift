/// Which products read their factors where they lie, with a tile of sums in registers: those of a
/// training step. Below, and where a side is thin, OpenBLAS does the same; above, it is worth
/// copying the factors into another order, as OpenBLAS does.
@usableFromInline
enum TiledProduct {
  private static var volumes: ClosedRange<Int> { 200_000...150_000_000 }

  @usableFromInline
  static func fits(
    _ transposesA: Bool, _ transposesB: Bool, m: Int, n: Int, k: Int
  ) -> Bool {
    volumes.contains(m * n * k) && min(m, n, k) >= 32 && !(transposesA && transposesB)
      && (transposesB ? k >= 128 && VectorWidth.widest == .bits512 : VectorWidth.widest != .any)
      // Each thread has its part already.
      && BLASThreads.count == 1
  }
}
