/// P-values corrected for how many tests were made together.
public enum MultipleTesting {
  /// The factors that correct the p-values so that the chance of any false finding is held.
  ///
  /// **Formula** The corrected p₍ᵢ₎ is the running maximum of (m − i + 1) p₍ᵢ₎, which is at least p₍ᵢ₎;
  /// the factor is their quotient. **Source** Holm 1979.
  static func holmFactors(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var factors = pValues
    var running = 0.0
    for (rank, index) in order.enumerated() {
      let factor = Double(pValues.count - rank)
      // A factor of its own stays a whole number.
      let isGreatest = factor * pValues[index] >= running
      running = max(running, factor * pValues[index])
      factors[index] = isGreatest ? factor : running / pValues[index]
    }
    return factors
  }

  /// The p-values corrected so that the expected share of false ones among the findings is held.
  ///
  /// **Formula** The corrected p₍ᵢ₎ is the running minimum, from the greatest down, of m p₍ᵢ₎ / i.
  /// **Source** Benjamini and Hochberg 1995.
  public static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] > pValues[$1] }
    var corrected = pValues
    var running = 1.0
    for (position, index) in order.enumerated() {
      let rank = Double(pValues.count - position)
      running = min(running, Double(pValues.count) * pValues[index] / rank)
      corrected[index] = running
    }
    return corrected
  }
}
