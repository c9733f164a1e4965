/// YAML's way of writing text.
public enum YAML {
  /// The text in double quotes, with escapes for control characters.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{A0}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}",
        _ where TerminalText.isControl(scalar):
        result +=
          scalar.value > 0xFF
          ? "\\u" + hexadecimal(scalar.value, digits: 4)
          : "\\x" + hexadecimal(scalar.value, digits: 2)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
