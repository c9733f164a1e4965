import Schema
import Text

/// Writer of YAML that reads back as the same values.
struct YAMLWriter {
  /// Largest width of a list or mapping on one line.
  static let lineWidth = 88

  /// A document with one key of a mapping on each line.
  static func document(_ literal: Literal) -> String {
    guard case .mapping(let entries) = literal, !entries.isEmpty else {
      return inline(literal) + "\n"
    }
    var lines: [String] = []
    for entry in entries {
      append(entry.value, after: key(entry.key) + ":", indent: 0, to: &lines)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A value on one line: `{kind: mlp, hidden: [64, 32]}`.
  static func inline(_ literal: Literal) -> String {
    switch literal {
    case .list(let elements):
      return "[" + elements.map(inline).joined(separator: ", ") + "]"
    case .mapping(let entries):
      let pairs = entries.map { "\(key($0.key)): \(inline($0.value))" }
      return "{" + pairs.joined(separator: ", ") + "}"
    default:
      return scalarText(literal)
    }
  }

  /// A scalar, quoted if it would otherwise be read as another value.
  static func scalarText(_ literal: Literal) -> String {
    switch literal {
    case .null: "null"
    case .boolean(let boolean): boolean ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number): text(of: number)
    case .string(let string): isPlain(string) ? string : YAML.quoted(string)
    case .list, .mapping: inline(literal)
    }
  }

  /// A number with the fewest digits that read back as the same number.
  static func text(of number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    return String(number)
  }

  private static func append(
    _ literal: Literal, after head: String, indent: Int, to lines: inout [String]
  ) {
    let margin = String(repeating: " ", count: indent)
    let line = margin + head + " " + inline(literal)
    switch literal {
    case .mapping(let entries) where !entries.isEmpty && (indent == 0 || line.count > lineWidth):
      lines.append(margin + head)
      for entry in entries {
        append(entry.value, after: key(entry.key) + ":", indent: indent + 2, to: &lines)
      }
    case .list(let elements) where line.count > lineWidth:
      lines.append(margin + head)
      for element in elements { lines.append("\(margin)  - \(inline(element))") }
    default:
      lines.append(line)
    }
  }

  private static func key(_ key: String) -> String { isPlain(key) ? key : YAML.quoted(key) }

  /// Whether a text needs no quotes, even within brackets.
  private static func isPlain(_ text: String) -> Bool {
    guard case .string = YAMLScalar.literal(ofPlain: text) else { return false }
    // YAML 1.1 reads these as true and false.
    guard !["yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) else { return false }
    guard let first = text.utf8.first, isWordByte(first) else { return false }
    guard text.utf8.last != 0x20 else { return false }
    return text.utf8.allSatisfy { isWordByte($0) || " .-+/@%()".utf8.contains($0) }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == 0x5F
  }
}
