public import Evaluation
import Foundation

/// How numbers are written for people: everywhere the same, and no digit that is not known.
///
/// A minus is "−", thousands are grouped by commas, what has no value is "–".
public enum NumberFormat {
  static let absent = "–"

  // MARK: Plain numbers

  /// With so many digits behind the point.
  public static func fixed(_ number: Double, decimals: Int) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "−inf" : "inf" }
    let magnitude = abs(number)
    if magnitude >= 1e15 { return scientific(number, significant: 3) }
    let text = String(format: "%.\(max(0, decimals))f", magnitude)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return (number < 0 && !isZero ? "−" : "") + grouped(text)
  }

  /// With so many significant digits; very small and very large ones with a power of ten.
  public static func significant(_ number: Double?, _ digits: Int = 4) -> String {
    guard let number else { return absent }
    guard number.isFinite, number != 0 else { return fixed(number, decimals: 0) }
    let exponent = exponent(of: number, digits)
    if exponent < -4 || exponent >= 9 { return scientific(number, significant: digits) }
    return fixed(number, decimals: max(0, digits - 1 - exponent))
  }

  /// With at most four significant digits and no zeros at its end: for numbers without interval.
  public static func short(_ number: Double?) -> String {
    var text = significant(number)
    guard text.contains("."), !text.contains("e") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// The shortest text that reads as this number: for bounds and settings.
  public static func exact(_ number: Double) -> String {
    guard number.isFinite else { return fixed(number, decimals: 0) }
    if number == number.rounded(), abs(number) < 1e15 { return fixed(number, decimals: 0) }
    return number.description.replacing("-", with: "−")
  }

  public static func count(_ count: Int) -> String { fixed(Double(count), decimals: 0) }

  /// "1 row", "2,345 rows".
  public static func count(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(self.count(count)) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  // MARK: Numbers with an interval

  /// Digits behind the point that an interval leaves meaning to: two of its half width.
  public static func decimals(low: Double?, high: Double?) -> Int? {
    guard let low, let high, low.isFinite, high.isFinite, high > low else { return nil }
    return min(10, max(0, Int(ceil(-log10((high - low) / 2))) + 1))
  }

  /// "0.8571"; the digits are given where a column needs them alike.
  public static func value(_ estimate: Estimate, decimals given: Int? = nil) -> String {
    guard let value = estimate.value else { return absent }
    guard let decimals = given ?? decimals(low: estimate.low, high: estimate.high) else {
      return short(value)
    }
    return fixed(value, decimals: decimals)
  }

  /// "[0.8517, 0.8624]"; nil where there is no interval.
  public static func interval(_ estimate: Estimate, decimals given: Int? = nil) -> String? {
    guard let low = estimate.low, let high = estimate.high, !low.isNaN, !high.isNaN else {
      return nil
    }
    guard let decimals = given ?? decimals(low: low, high: high) else {
      return "[\(significant(low)), \(significant(high))]"
    }
    return "[\(fixed(low, decimals: decimals)), \(fixed(high, decimals: decimals))]"
  }

  /// "0.8571 [0.8517, 0.8624]", with the unit behind the value.
  public static func estimate(_ estimate: Estimate, unit: String = "") -> String {
    let value = value(estimate) + suffix(of: unit)
    return interval(estimate).map { value + " " + $0 } ?? value
  }

  /// "+0.0045".
  public static func difference(_ comparison: Comparison) -> String {
    guard let decimals = decimals(low: comparison.low, high: comparison.high) else {
      return signed(comparison.difference, significant(comparison.difference))
    }
    return signed(comparison.difference, fixed(comparison.difference, decimals: decimals))
  }

  /// "[+0.0017, +0.0073]"; nil where there is no interval.
  public static func interval(_ comparison: Comparison) -> String? {
    guard let low = comparison.low, let high = comparison.high, !low.isNaN, !high.isNaN else {
      return nil
    }
    guard let decimals = decimals(low: low, high: high) else {
      return "[\(signed(low, significant(low))), \(signed(high, significant(high)))]"
    }
    let texts = [low, high].map { signed($0, fixed($0, decimals: decimals)) }
    return "[\(texts[0]), \(texts[1])]"
  }

  /// "p = .002", "p < .001".
  public static func probability(_ p: Double) -> String {
    guard p.isFinite else { return "p\u{A0}=\u{A0}nan" }
    if p < 0.001 { return "p\u{A0}<\u{A0}.001" }
    if p >= 0.995 { return "p\u{A0}=\u{A0}1" }
    return "p\u{A0}=\u{A0}" + fixed(p, decimals: p < 0.1 ? 3 : 2).dropFirst()
  }

  /// A text from a table as it is, but a number of many digits with four of them.
  static func abridged(_ text: String) -> String {
    guard text.utf8.count > 8, let number = Double(text), number.isFinite else { return text }
    return short(number)
  }

  // MARK: Quantities

  /// "3.1 µs", "12 ms", "0.19 s", "41 s", "2 min 5 s", "1 h 20 min".
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "\(fixed(seconds, decimals: 0)) s" }
    switch abs(seconds) {
    case 0: return "0 s"
    case ..<0.001: return "\(trimmed(seconds * 1e6)) µs"
    case ..<0.0995: return "\(trimmed(seconds * 1e3)) ms"
    case ..<99.5: return "\(trimmed(seconds)) s"
    case ..<3600:
      let whole = Int(seconds.rounded())
      return "\(whole / 60) min \(whole % 60) s"
    default:
      let minutes = Int((seconds / 60).rounded())
      return "\(count(minutes / 60)) h \(minutes % 60) min"
    }
  }

  /// "0.3–1.2 s", "90 ms–2.1 s": a range of durations, with the unit once where it is the same.
  public static func durations(from least: Double, to most: Double) -> String {
    let (low, high) = (duration(least), duration(most))
    if low == high { return low }
    let (lowParts, highParts) = (low.split(separator: " "), high.split(separator: " "))
    guard lowParts.count == 2, highParts.count == 2, lowParts[1] == highParts[1] else {
      return "\(low)–\(high)"
    }
    return "\(lowParts[0])–\(high)"
  }

  /// "129 MFLOP": floating-point operations.
  public static func operations(_ count: Double) -> String {
    switch count {
    case ..<1e3: "\(trimmed(count, digits: 3)) FLOP"
    case ..<999_500: "\(trimmed(count / 1e3, digits: 3)) kFLOP"
    case ..<999_500_000: "\(trimmed(count / 1e6, digits: 3)) MFLOP"
    default: "\(trimmed(count / 1e9, digits: 3)) GFLOP"
    }
  }

  /// "212k rows/s".
  public static func rate(_ rowsPerSecond: Double) -> String {
    switch abs(rowsPerSecond) {
    case 999_500...: "\(trimmed(rowsPerSecond / 1e6, digits: 3))M rows/s"
    case 9_995...: "\(trimmed(rowsPerSecond / 1e3, digits: 3))k rows/s"
    default: "\(fixed(rowsPerSecond, decimals: 0)) rows/s"
    }
  }

  /// "860 B", "12.4 kB", "3.1 MB"; a kilobyte has 1,000 bytes.
  public static func bytes(_ byteCount: Int) -> String {
    let number = Double(byteCount)
    switch abs(number) {
    case ..<1000: return "\(byteCount) B"
    case ..<999_500: return "\(trimmed(number / 1e3, digits: 3)) kB"
    case ..<999_500_000: return "\(trimmed(number / 1e6, digits: 3)) MB"
    default: return "\(trimmed(number / 1e9, digits: 3)) GB"
    }
  }

  /// "0.9 %", "24 %".
  public static func percent(_ fraction: Double) -> String {
    guard fraction.isFinite else { return absent }
    let percent = fraction * 100
    if percent != 0, abs(percent) < 0.1 { return "< 0.1 %" }
    return fixed(percent, decimals: abs(percent) < 10 ? 1 : 0) + " %"
  }

  /// " µs"; nothing for ratios and for the target's own unit.
  public static func suffix(of unit: String) -> String {
    unit.isEmpty || unit.hasPrefix("target") ? "" : " " + unit
  }

  // MARK: Parts

  private static func signed(_ number: Double, _ text: String) -> String {
    number > 0 && text.contains { ("1"..."9").contains($0) } || number == .infinity
      ? "+" + text : text
  }

  private static func trimmed(_ number: Double, digits: Int = 2) -> String {
    guard number.isFinite, number != 0 else { return fixed(number, decimals: 0) }
    let exponent = exponent(of: number, digits)
    return fixed(number, decimals: max(0, digits - 1 - exponent))
  }

  /// The power of ten of the number once it is rounded to so many digits: 1 for 9.96 and two.
  private static func exponent(of number: Double, _ digits: Int) -> Int {
    let text = String(format: "%.\(max(0, digits - 1))e", number)
    return text.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }

  private static func scientific(_ number: Double, significant digits: Int) -> String {
    let parts = String(format: "%.\(digits - 1)e", number).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return number.description }
    var mantissa = parts[0].replacing("-", with: "−")
    while mantissa.contains("."), mantissa.hasSuffix("0") { mantissa.removeLast() }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    return "\(mantissa)e\(exponent)".replacing("e-", with: "e−")
  }

  private static func grouped(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.count > 3 else { return text }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return parts.count == 2 ? grouped + "." + parts[1] : grouped
  }
}
