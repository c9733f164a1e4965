/// The class that probabilities decide for: the only place where this is decided.
public enum PredictedClass {
  /// The index of the most probable class; of equal ones the first, but of two equal ones the second,
  /// which is the positive class.
  @inlinable
  public static func index(of count: Int, probability: (Int) -> Double) -> Int {
    if count == 2 { return probability(1) >= probability(0) ? 1 : 0 }
    var best = 0
    for k in 0..<count where probability(k) > probability(best) { best = k }
    return best
  }
}
