extension NumberFormat {
  /// "3.1 µs", "12 ms", "0.19 s", "41 s", "2 min 5 s", "1 h 20 min".
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "\(fixed(seconds, decimals: 0)) s" }
    switch abs(seconds) {
    case 0: return "0 s"
    case ..<0.001: return "\(scaled(seconds * 1e6, digits: 2)) µs"
    case ..<0.0995: return "\(scaled(seconds * 1e3, digits: 2)) ms"
    case ..<99.5: return "\(scaled(seconds, digits: 2)) s"
    case ..<3600:
      let whole = Int(seconds.rounded())
      return "\(whole / 60) min \(whole % 60) s"
    default:
      // Not as a whole number: a budget of the user may take longer than any has room for.
      let minutes = (seconds / 60).rounded()
      let hours = (minutes / 60).rounded(.towardZero)
      return "\(fixed(hours, decimals: 0)) h \(fixed(minutes - 60 * hours, decimals: 0)) min"
    }
  }

  /// A range of durations, with the unit once where both have the same: "0.3–1.2 s", "90 ms–2.1 s".
  public static func durations(from least: Double, to most: Double) -> String {
    let (low, high) = (duration(least), duration(most))
    if low == high { return low }
    let (lowParts, highParts) = (low.split(separator: " "), high.split(separator: " "))
    guard lowParts.count == 2, highParts.count == 2, lowParts[1] == highParts[1] else {
      return "\(low)–\(high)"
    }
    return "\(lowParts[0])–\(high)"
  }

  /// A count of floating-point operations: "129 MFLOP".
  public static func operations(_ count: Double) -> String {
    switch count {
    case ..<1e3: "\(scaled(count)) FLOP"
    case ..<999_500: "\(scaled(count / 1e3)) kFLOP"
    case ..<999_500_000: "\(scaled(count / 1e6)) MFLOP"
    default: "\(scaled(count / 1e9)) GFLOP"
    }
  }

  /// "212k rows/s".
  public static func rate(_ rowsPerSecond: Double) -> String {
    switch abs(rowsPerSecond) {
    case 999_500...: "\(scaled(rowsPerSecond / 1e6))M rows/s"
    case 9_995...: "\(scaled(rowsPerSecond / 1e3))k rows/s"
    default: "\(fixed(rowsPerSecond, decimals: 0)) rows/s"
    }
  }

  /// "860 B", "12.4 kB", "3.10 MB"; a kilobyte has 1,000 bytes.
  public static func bytes(_ byteCount: Int) -> String { bytes(Double(byteCount)) }

  /// "860 B", "12.4 kB", "3.10 MB"; a kilobyte has 1,000 bytes.
  public static func bytes(_ byteCount: Double) -> String {
    switch abs(byteCount) {
    case ..<1000: "\(fixed(byteCount, decimals: 0)) B"
    case ..<999_500: "\(scaled(byteCount / 1e3)) kB"
    case ..<999_500_000: "\(scaled(byteCount / 1e6)) MB"
    default: "\(scaled(byteCount / 1e9)) GB"
    }
  }

  /// A number with so many significant digits, never in scientific notation.
  private static func scaled(_ number: Double, digits: Int = 3) -> String {
    guard number.isFinite, number != 0 else { return fixed(number, decimals: 0) }
    return fixed(number, decimals: max(0, digits - 1 - exponent(of: number, digits)))
  }
}
