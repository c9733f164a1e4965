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
