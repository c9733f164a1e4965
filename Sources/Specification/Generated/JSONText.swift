import Schema

/// Writes values as JSON, keys in their order.
enum JSONText {
  /// Indented by two blanks, short lists on one line, without a line end at the end.
  static func text(of literal: Literal) -> String {
    var text = ""
    append(literal, margin: "", to: &text)
    return text
  }

  private static func append(_ literal: Literal, margin: String, to text: inout String) {
    switch literal {
    case .null: text += "null"
    case .boolean(let boolean): text += boolean ? "true" : "false"
    case .integer(let integer): text += String(integer)
    case .number(let number):
      // JSON has no word for them; text is what readers of JSON can still take.
      text += number.isFinite ? number.description : "\"\(number)\""
    case .string(let string): text += quoted(string)
    case .list(let elements) where elements.allSatisfy(isScalar):
      text += "[" + elements.map(self.text(of:)).joined(separator: ", ") + "]"
    case .list(let elements):
      let inner = margin + "  "
      text += "[\n"
      for (index, element) in elements.enumerated() {
        text += inner
        append(element, margin: inner, to: &text)
        text += index == elements.count - 1 ? "\n" : ",\n"
      }
      text += margin + "]"
    case .mapping(let entries) where entries.isEmpty:
      text += "{}"
    case .mapping(let entries):
      let inner = margin + "  "
      text += "{\n"
      for (index, entry) in entries.enumerated() {
        text += inner + quoted(entry.key) + ": "
        append(entry.value, margin: inner, to: &text)
        text += index == entries.count - 1 ? "\n" : ",\n"
      }
      text += margin + "}"
    }
  }

  private static func isScalar(_ literal: Literal) -> Bool {
    switch literal {
    case .list, .mapping: false
    default: true
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let code = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
