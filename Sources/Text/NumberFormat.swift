import Glibc

/// The way numbers are written for people, the same in every message, table and report.
///
/// A minus sign is "−", thousands are grouped by commas, and a missing value is "–".
public enum NumberFormat {
  /// The text of a value that does not exist.
  public static let absent = "–"

  /// A number with three significant digits, the format of every number without an interval:
  /// "0.693", "2.30", "1,078", "1.2e−6", "1.2 × 10⁹".
  public static func number(_ number: Double?) -> String {
    number.map { significant($0, 3) } ?? absent
  }

  /// A number with a given count of significant digits, in scientific notation below 0.0001 and
  /// from a thousand million on.
  public static func significant(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite, number != 0 else { return fixed(number, decimals: 0) }
    let exponent = exponent(of: number, digits)
    if exponent < -4 || exponent >= 9 { return scientific(number, digits) }
    return fixed(number, decimals: max(0, digits - 1 - exponent))
  }

  /// A number with a given count of decimal places: "−0.50", "27,676".
  public static func fixed(_ number: Double, decimals: Int) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "−inf" : "inf" }
    let magnitude = abs(number)
    if magnitude >= 1e15 { return scientific(number, 3) }
    let text = printed("%.\(max(0, decimals))f", magnitude)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return (number < 0 && !isZero ? "−" : "") + grouped(text)
  }

  /// The shortest text that reads back as this number, with grouped thousands: for bounds.
  public static func exact(_ number: Double) -> String {
    guard number.isFinite else { return fixed(number, decimals: 0) }
    if number == number.rounded(), abs(number) < 1e15 { return fixed(number, decimals: 0) }
    return number.description.replacing("-", with: "−")
  }

  /// The shortest text that reads back as this number, as it is typed into a file: "-999", "3",
  /// "1e-05".
  public static func typed(_ number: Double) -> String {
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
    return number.description
  }

  /// A number to type into a spec, rounded to one significant digit, or to two where one digit
  /// would change it by more than 5 %: "0.3", "1e-5".
  public static func roundedSetting(_ number: Double) -> String {
    guard number != 0, number.isFinite else { return typed(number) }
    let oneDigit = Double(printed("%.0e", number)) ?? number
    let twoDigits = Double(printed("%.1e", number)) ?? number
    let rounded = abs(oneDigit / number - 1) <= 0.05 ? oneDigit : twoDigits
    if abs(rounded) >= 1e-4, abs(rounded) < 1e7 { return typed(rounded) }
    return printed("%g", rounded).replacing("e-0", with: "e-").replacing("e+0", with: "e+")
  }

  /// "27,676".
  public static func count(_ count: Int) -> String { fixed(Double(count), decimals: 0) }

  /// A count with its noun: "1 row", "2,345 rows".
  public static func count(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(self.count(count)) \(count == 1 ? singular : plural ?? singular + "s")"
  }

  /// A fraction of one as a percentage: "0.9 %", "24 %", "< 0.1 %".
  public static func percent(_ fraction: Double) -> String {
    guard fraction.isFinite else { return absent }
    let percent = fraction * 100
    if percent > 0, percent < 0.05 { return "< 0.1 %" }
    let isWhole = abs(percent) >= 10 || percent == percent.rounded()
    return fixed(percent, decimals: isWhole ? 0 : 1) + " %"
  }

  /// The coverage of an interval: "95 %", "97.5 %".
  public static func level(_ level: Double) -> String {
    trimmed(fixed(level * 100, decimals: 3)) + " %"
  }

  /// A p-value as journals print it: "p = .002", "p < .001".
  public static func probability(_ p: Double) -> String {
    guard p.isFinite else { return "p\u{A0}=\u{A0}nan" }
    if p < 0.001 { return "p\u{A0}<\u{A0}.001" }
    if p >= 0.995 { return "p\u{A0}=\u{A0}1" }
    return "p\u{A0}=\u{A0}" + fixed(p, decimals: p < 0.1 ? 3 : 2).dropFirst()
  }

  /// The text of a decimal number without zeros at the end of its decimal places.
  public static func trimmed(_ text: String) -> String {
    guard text.contains("."), !text.contains("e") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  // MARK: Parts

  /// The decimal exponent of the number rounded to `digits` significant digits: 1 for 9.96 and two.
  static func exponent(of number: Double, _ digits: Int) -> Int {
    let text = printed("%.\(max(0, digits - 1))e", number)
    return text.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }

  private static func scientific(_ number: Double, _ digits: Int) -> String {
    let parts = printed("%.\(digits - 1)e", number).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return number.description }
    var mantissa = parts[0].replacing("-", with: "−")
    while mantissa.contains("."), mantissa.hasSuffix("0") { mantissa.removeLast() }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    // Large numbers are results, which a reader compares; small ones are tolerances and rates.
    guard exponent >= 0 else { return "\(mantissa)e−\(-exponent)" }
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return "\(mantissa) × 10"
      + String(String(exponent).compactMap { $0.wholeNumberValue }.map { superscripts[$0] })
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

  /// The number as the C library prints it; without Foundation, whose tables are large.
  private static func printed(_ format: String, _ number: Double) -> String {
    // The largest double has 309 digits before the point.
    String(unsafeUninitializedCapacity: 400) { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        withVaList([number]) {
          min(399, max(0, Int(vsnprintf(characters.baseAddress, 400, format, $0))))
        }
      }
    }
  }
}
