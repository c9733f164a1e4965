/// How many columns of a terminal a text takes.
public enum TextWidth {
  /// Wide characters take two columns, combining ones and those without a shape none.
  public static func columns(of text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  public static func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return 1 }
    if isZeroWidth(first) { return 0 }
    let asPicture = character.unicodeScalars.contains { $0.value == 0xFE0F }
    return asPicture || isWide(first) ? 2 : 1
  }

  /// The beginning of the text that fits, with "…" where something is cut.
  public static func fitting(_ text: String, columns limit: Int) -> String {
    guard columns(of: text) > limit else { return text }
    var fitting = ""
    var taken = 0
    for character in text {
      let width = columns(of: character)
      if taken + width > limit - 1 { break }
      fitting.append(character)
      taken += width
    }
    return limit < 1 ? "" : fitting + "…"
  }

  /// The text with blanks behind it up to the width.
  public static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }

  /// The words of a text in lines of at most so many columns, where words allow.
  public static func wrapped(_ text: String, columns limit: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, columns(of: last) + 1 + columns(of: word) <= limit {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The text with control characters made visible, so that no terminal obeys a user's data.
  public static func visible(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      if scalar == "\t" || scalar == "\n" {
        shown += " "
      } else {
        shown.unicodeScalars.append(TerminalText.isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return shown
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
  }

  /// The wide and full-width blocks of Unicode's East Asian Width and the emoji shown as pictures.
  ///
  /// **Source** Unicode Standard Annex 11, the ranges that are not merely ambiguous.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      true
    default: scalar.properties.isEmojiPresentation
    }
  }
}
