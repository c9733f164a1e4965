import Foundation

/// An upper bound of the probability that a Poisson variable with mean λ is at least k.
///
/// **Source** Chernoff's bound e^(−λ)·(eλ/k)^k, for k > λ.
func poissonTailBound(atLeast k: Double, mean λ: Double) -> Double {
  guard k > λ, λ > 0 else { return k > λ ? 0 : 1 }
  return exp(k - λ + k * log(λ / k))
}
