import Text

/// Text as YAML.
enum YAMLText {
  /// Plain if that is safe, else in double quotes.
  static func scalar(_ text: String) -> String {
    let words: Set<String> = ["null", "true", "false", "~", "yes", "no", "on", "off", "y", "n"]
    let starts = text.first?.isLetter == true || ["/", "./", "../"].contains { text.hasPrefix($0) }
    let isPlain =
      text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "/", "-", " ", "?": true
        default: false
        }
      } && starts && text.last != " " && !text.contains(" -")
    return isPlain && !words.contains(text.lowercased()) ? text : YAML.quoted(text)
  }

  /// A class or level; text that reads as a number is quoted.
  static func label(_ text: String) -> String {
    DecimalScanner().value(of: Array(text.utf8)) != nil ? YAML.quoted(text) : scalar(text)
  }

  /// Text for a comment: at most 60 characters, without line breaks.
  static func comment(_ text: String) -> String {
    let flat = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { TerminalText.isControl($0) ? " " : $0 }))
    return flat.count > 60 ? flat.prefix(59) + "…" : flat
  }
}
