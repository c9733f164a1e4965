import Foundation

/// Numbers and lists as messages show them: one place for their form.
enum Wording {
  /// Three significant digits without an exponent where that is readable: 0.693, 2.31, 1,078.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let size = abs(value)
    if size >= 1e9 || (size > 0 && size < 1e-5) { return String(format: "%.2e", value) }
    if size >= 1_000 { return count(Int(value.rounded())) }
    if size >= 100 { return String(format: "%.0f", value) }
    guard size > 0 else { return "0" }
    let digits = max(0, 2 - Int(floor(log10(size))))
    return String(format: "%.\(digits)f", value)
  }

  /// As the value would be written in a file: -999, 0.5.
  static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }

  /// 27,676
  static func count(_ value: Int) -> String {
    var text = String(abs(value))
    var position = text.count - 3
    while position > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: position))
      position -= 3
    }
    return (value < 0 ? "-" : "") + text
  }

  /// 0.1 %
  static func percent(_ share: Double) -> String {
    let percent = share * 100
    if percent > 0 && percent < 0.05 { return "< 0.1 %" }
    if percent >= 10 || percent == percent.rounded() { return String(format: "%.0f %%", percent) }
    return String(format: "%.1f %%", percent)
  }

  /// "1 row", "24 rows"
  static func counted(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// "a", "b", … (12 in all)
  static func names(_ names: [String], limit: Int = 5) -> String {
    let shown = names.prefix(limit).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > limit ? "\(shown), … (\(count(names.count)) in all)" : shown
  }
}
