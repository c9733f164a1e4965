import Text

/// Turns diagnostics into the text a user reads: one place for their form.
///
///     experiments/mine.yaml:3:1: error: unknown key "modle"
///        3 | modle: {kind: mlp}
///          | ^^^^^ did you mean "model"?
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour the severity and the carets with ANSI escapes.
  public let isColored: Bool

  /// The widest excerpt line shown; a longer one is cut around the part meant.
  static let excerptWidth = 120

  public init(isColored: Bool = false) {
    self.isColored = isColored
  }

  /// The diagnostics one after the other, then how many errors and warnings there are.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    let count = summary(of: diagnostics)
    return diagnostics.map(render).joined(separator: "\n") + (count.isEmpty ? "" : "\n" + count)
  }

  /// One diagnostic without a line break at its end.
  public func render(_ diagnostic: Diagnostic) -> String {
    var lines: [String] = []
    let place = diagnostic.location.map { "\(TextWidth.visible($0.description)): " } ?? ""
    let severity = painted(diagnostic.severity.rawValue, for: diagnostic.severity)
    lines.append("\(place)\(severity): \(TextWidth.visible(diagnostic.message))")
    if let location = diagnostic.location, let excerpt = diagnostic.excerpt {
      lines += excerptLines(excerpt, at: location, of: diagnostic)
    } else if let hint = diagnostic.hint {
      lines.append("     | \(TextWidth.visible(hint))")
    }
    lines += diagnostic.notes.map { "     = \(TextWidth.visible($0))" }
    return lines.joined(separator: "\n")
  }

  /// "2 errors, 1 warning"; empty for none.
  public func summary(of diagnostics: [Diagnostic]) -> String {
    let kinds: [(Severity, String)] = [(.error, "error"), (.warning, "warning")]
    return kinds.compactMap { severity, word in
      let count = diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : NumberFormat.count(count, word)
    }.joined(separator: ", ")
  }

  private func excerptLines(
    _ excerpt: Excerpt, at location: SourceLocation, of diagnostic: Diagnostic
  ) -> [String] {
    let (text, column) = window(of: excerpt.line, around: location.column)
    let number = String(location.line)
    let margin = String(repeating: " ", count: max(4, number.count))
    let padded = margin.dropLast(number.count) + number
    let room = max(1, text.unicodeScalars.count - (column - 1))
    let carets = String(repeating: "^", count: min(max(1, excerpt.length), room))
    let indent = String(repeating: " ", count: column - 1)
    let hint = diagnostic.hint.map { " " + TextWidth.visible($0) } ?? ""
    return [
      "\(padded) | \(TextWidth.visible(text))",
      "\(margin) | \(indent)\(painted(carets, for: diagnostic.severity))\(hint)",
    ]
  }

  /// The part of a long line that holds the column, and the column in it.
  private func window(of line: String, around column: Int) -> (String, Int) {
    let scalars = Array(line.unicodeScalars)
    let width = Self.excerptWidth
    guard scalars.count > width else { return (line, max(1, min(column, scalars.count + 1))) }
    let start = max(0, min(column - 1 - width / 3, scalars.count - width))
    var part = String.UnicodeScalarView()
    part.append(contentsOf: scalars[start..<(start + width)])
    return (String(part), max(1, min(column - start, width)))
  }

  private func painted(_ text: String, for severity: Severity) -> String {
    guard isColored else { return text }
    let color =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: "36"
      }
    return "\u{1B}[1;\(color)m\(text)\u{1B}[0m"
  }
}
