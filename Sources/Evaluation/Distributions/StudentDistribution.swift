import Foundation

/// Student's t distribution.
public struct StudentDistribution {
  let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T > t).
  func survival(_ t: Double) -> Double {
    if t.isNaN { return .nan }
    if t < 0 { return 1 - survival(-t) }
    if t.isInfinite { return 0 }
    let v = degreesOfFreedom
    let square = t * t
    let tails = BetaDistribution(a: v / 2, b: 0.5).tails(v / (v + square), square / (v + square))
    return 0.5 * tails.lower
  }

  func cumulative(_ t: Double) -> Double { survival(-t) }

  /// P(|T| ≥ |t|).
  public func twoSided(_ t: Double) -> Double { 2 * survival(t.magnitude) }

  /// The t with P(T > t) = p, for p in (0, ½].
  func upperQuantile(_ p: Double) -> Double {
    if p >= 0.5 { return 0 }
    var high = 1.0
    while survival(high) > p, high < 1e300 { high *= 2 }
    return bisected(from: 0, to: high) { survival($0) - p }
  }
}
