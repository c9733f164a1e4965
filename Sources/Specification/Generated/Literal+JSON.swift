import Schema
import Text

extension Literal {
  /// The value as JSON with its keys in their order: indented by two blanks, short lists on one
  /// line, without a line break at the end.
  var json: String {
    var text = ""
    appendJSON(to: &text, margin: "")
    return text
  }

  private func appendJSON(to text: inout String, margin: String) {
    switch self {
    case .null: text += "null"
    case .boolean(let boolean): text += boolean ? "true" : "false"
    case .integer(let integer): text += String(integer)
    case .number(let number):
      // JSON has no word for them; text is what readers of JSON can still take.
      text += number.isFinite ? number.description : "\"\(number)\""
    case .string(let string): text += JSON.quoted(string)
    case .list(let elements) where elements.allSatisfy(\.isScalar):
      text += "[" + elements.map(\.json).joined(separator: ", ") + "]"
    case .list(let elements):
      let inner = margin + "  "
      text += "[\n"
      for (index, element) in elements.enumerated() {
        text += inner
        element.appendJSON(to: &text, margin: inner)
        text += index == elements.count - 1 ? "\n" : ",\n"
      }
      text += margin + "]"
    case .mapping(let entries) where entries.isEmpty:
      text += "{}"
    case .mapping(let entries):
      let inner = margin + "  "
      text += "{\n"
      for (index, entry) in entries.enumerated() {
        text += inner + JSON.quoted(entry.key) + ": "
        entry.value.appendJSON(to: &text, margin: inner)
        text += index == entries.count - 1 ? "\n" : ",\n"
      }
      text += margin + "}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .list, .mapping: false
    default: true
    }
  }
}
