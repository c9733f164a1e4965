public import Evaluation
import Glibc
import Runs
public import Text

/// Estimates and differences with the digits that their intervals support.
extension NumberFormat {
  /// The decimal places an interval supports: two significant digits of its half-width.
  public static func decimals(low: Double?, high: Double?) -> Int? {
    guard let low, let high, low.isFinite, high.isFinite, high > low else { return nil }
    // Half of each, since the width of the widest interval is not finite; 0 for the narrowest.
    let halfWidth = high / 2 - low / 2
    return Int(min(10, max(0, ceil(-log10(halfWidth)) + 1)))
  }

  /// "0.8571"; the decimal places are given where all values of a column have the same.
  public static func value(
    _ estimate: Estimate, unit: MetricUnit, decimals given: Int? = nil
  ) -> String {
    guard let value = estimate.value else { return absent }
    if isRounding([value, estimate.low, estimate.high], unit) { return "0" }
    guard let decimals = given ?? decimals(low: estimate.low, high: estimate.high) else {
      return withoutInterval(value)
    }
    return fixed(value, decimals: decimals)
  }

  /// The value of a metric; of a ratio at most four places, since more say nothing.
  static func value(of metric: MetricRecord) -> String {
    let places = decimals(low: metric.estimate.low, high: metric.estimate.high)
    return value(
      metric.estimate, unit: metric.unit,
      decimals: metric.unit == .ratio ? places.map { min(4, $0) } : nil)
  }

  /// " (by weight as good as 412 / 97 / 103)"; empty without row weights.
  static func effectiveRows(_ counts: [Double?]) -> String {
    guard counts.contains(where: { $0 != nil }) else { return "" }
    let shown = counts.map { $0.map { fixed($0, decimals: 0) } ?? "–" }
    return " (by weight as good as \(shown.joined(separator: " / ")))"
  }

  /// "[0.8517, 0.8624]", or why there is no interval: "(no interval: only 3 rows of fraud)"; nil where there is
  /// nothing to say.
  public static func interval(
    _ estimate: Estimate, unit: MetricUnit, decimals given: Int? = nil
  ) -> String? {
    guard let low = estimate.low, let high = estimate.high, !low.isNaN, !high.isNaN else {
      return estimate.missing?.reason.map { "(no interval: \($0))" }
    }
    if isRounding([low, high], unit) { return "[0, 0]" }
    guard let decimals = given ?? decimals(low: low, high: high) else {
      return "[\(significant(low, 4)), \(significant(high, 4))]"
    }
    return "[\(fixed(low, decimals: decimals)), \(fixed(high, decimals: decimals))]"
  }

  /// "0.8571 [0.8517, 0.8624]", with the unit behind the value; or the reason behind it.
  public static func estimate(_ estimate: Estimate, unit: MetricUnit = .ratio) -> String {
    let value = value(estimate, unit: unit) + suffix(of: unit)
    return interval(estimate, unit: unit).map { value + " " + $0 } ?? value
  }

  /// "+0.0045".
  public static func difference(_ comparison: Comparison) -> String {
    guard let decimals = decimals(low: comparison.low, high: comparison.high) else {
      return signed(comparison.difference, significant(comparison.difference, 4))
    }
    return signed(comparison.difference, fixed(comparison.difference, decimals: decimals))
  }

  /// "[+0.0017, +0.0073]"; nil where there is no interval.
  public static func interval(_ comparison: Comparison) -> String? {
    guard let low = comparison.low, let high = comparison.high, !low.isNaN, !high.isNaN else {
      return nil
    }
    guard let decimals = decimals(low: low, high: high) else {
      return "[\(signed(low, significant(low, 4))), \(signed(high, significant(high, 4)))]"
    }
    let texts = [low, high].map { signed($0, fixed($0, decimals: decimals)) }
    return "[\(texts[0]), \(texts[1])]"
  }

  /// " µs"; nothing for ratios and for the target's own unit.
  public static func suffix(of unit: MetricUnit) -> String {
    switch unit {
    case .ratio, .target, .squaredTarget: ""
    case .nat, .microseconds, .seconds, .rowsPerSecond, .bytes, .megabytes: " " + unit.rawValue
    }
  }

  /// Whether all of the numbers are ratios within a millionth of 0, the size of 1 being what counts.
  private static func isRounding(_ numbers: [Double?], _ unit: MetricUnit) -> Bool {
    unit == .ratio && numbers.allSatisfy { ($0?.magnitude ?? 0) < 1e-6 }
  }

  /// A text from a table as it is, but a number of many digits with four of them.
  static func abridged(_ text: String) -> String {
    guard text.utf8.count > 8, let number = Double(text), number.isFinite else { return text }
    return withoutInterval(number)
  }

  /// A measured or published value without an interval: at most four significant digits.
  private static func withoutInterval(_ number: Double) -> String {
    trimmed(significant(number, 4))
  }

  private static func signed(_ number: Double, _ text: String) -> String {
    number > 0 && text.contains { ("1"..."9").contains($0) } || number == .infinity
      ? "+" + text : text
  }
}
