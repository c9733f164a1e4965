import Diagnostics
import Text

/// The warnings about spec and data, as terminals show them.
enum WarningLines {
  /// The most warnings shown; record.json and `--json` have all of them.
  private static let shownCount = 8

  /// A block with a line for each warning, and what to do below it; none without warnings.
  static func lines(_ warnings: [Diagnostic], in block: Block) -> [StyledText] {
    guard !warnings.isEmpty else { return [] }
    var lines = block.lines("data", [StyledText(title(warnings), .caution)])
    for warning in warnings.prefix(shownCount) {
      lines += block.item("\(Tone.caution)", "\(warning.message)\(place(of: warning), .faint)")
      for advice in advice(of: warning) { lines += block.item(" ", StyledText(advice, .faint)) }
    }
    if warnings.count > shownCount {
      lines += block.item("\(Tone.caution)", "\(warnings.count - shownCount) more: --json")
    }
    return lines
  }

  /// "2 warnings about spec and data".
  static func title(_ warnings: [Diagnostic]) -> String {
    "\(NumberFormat.count(warnings.count, "warning")) about spec and data"
  }

  /// " (n.csv:17)", or nothing.
  static func place(of warning: Diagnostic) -> String {
    warning.location.map { " (\($0.file):\($0.line))" } ?? ""
  }

  /// What to do.
  static func advice(of warning: Diagnostic) -> [String] {
    [warning.hint].compactMap { $0 } + warning.notes
  }
}
