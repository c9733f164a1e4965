/// P-values corrected for how many tests were made.
public enum MultipleTesting {
  /// Corrected so that the chance of any false finding at all is held: for gates.
  ///
  /// **Formula** the running maximum of (m − i + 1) p₍ᵢ₎, at most 1. **Source** Holm 1979.
  public static func holm(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var adjusted = pValues
    var running = 0.0
    for (rank, index) in order.enumerated() {
      running = max(running, min(1, Double(pValues.count - rank) * pValues[index]))
      adjusted[index] = running
    }
    return adjusted
  }

  /// Corrected so that the expected share of false findings is held: for exploring.
  ///
  /// **Formula** the running minimum from above of m p₍ᵢ₎ / i. **Source** Benjamini and Hochberg
  /// 1995, for independent or positively dependent tests.
  public static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var adjusted = pValues
    var running = 1.0
    for (rank, index) in order.enumerated().reversed() {
      running = min(running, Double(pValues.count) * pValues[index] / Double(rank + 1))
      adjusted[index] = running
    }
    return adjusted
  }
}
