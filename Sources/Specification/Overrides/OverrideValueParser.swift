import Diagnostics
import Schema

/// Parser of one value of an override: a scalar, a quoted text, `[a, b]` or `{k: v}`.
enum OverrideValueParser {
  /// Reads up to one of the scalars of `end`, or to the end of the argument.
  static func value(
    _ scanner: inout ArgumentScanner, end: String, depth: Int = 0
  ) throws(OverrideProblem) -> LocatedNode {
    scanner.skipBlanks()
    guard depth <= YAMLComposer.depthLimit else {
      throw OverrideProblem(
        "too-deep", YAMLComposer.tooDeep, at: scanner.here)
    }
    switch scanner.next {
    case "[": return try list(&scanner, depth: depth)
    case "{": return try mapping(&scanner, depth: depth)
    case "'", "\"":
      let start = scanner.index
      let text = try scanner.quoted()
      let origin = scanner.origin(start..<scanner.index)
      return LocatedNode(.scalar(.string(text), text: text), at: origin)
    default: return scalar(&scanner, end: end)
    }
  }

  private static func list(
    _ scanner: inout ArgumentScanner, depth: Int
  ) throws(OverrideProblem) -> LocatedNode {
    let start = scanner.index
    scanner.index += 1
    var elements: [LocatedNode] = []
    scanner.skipBlanks()
    while !scanner.skip("]") {
      elements.append(try value(&scanner, end: ",]", depth: depth + 1))
      try separate(&scanner, close: "]", from: start, called: "a list")
    }
    return LocatedNode(.list(elements), at: scanner.origin(start..<scanner.index))
  }

  private static func mapping(
    _ scanner: inout ArgumentScanner, depth: Int
  ) throws(OverrideProblem) -> LocatedNode {
    let start = scanner.index
    scanner.index += 1
    var entries: [LocatedNode.Entry] = []
    scanner.skipBlanks()
    while !scanner.skip("}") {
      guard !scanner.isAtEnd else { throw unclosed("a mapping", by: "}", from: start, scanner) }
      let keyStart = scanner.index
      let key = try value(&scanner, end: ":,}", depth: depth + 1)
      guard case .scalar(_, let name) = key.content else {
        throw OverrideProblem(
          "key-kind", "a key must be a text; got \(key.foundText)", at: key.origin)
      }
      if entries.contains(where: { $0.key == name }) {
        throw OverrideProblem(
          "duplicate-key", "\"\(name)\" is given twice", at: key.origin)
      }
      scanner.skipBlanks()
      guard scanner.skip(":") else {
        throw OverrideProblem(
          "override-value", "a key in braces must have a \":\" and a value; got \"\(name)\" alone",
          at: scanner.origin(scanner.trimmedRange(keyStart..<max(keyStart + 1, scanner.index))))
      }
      let entry = try value(&scanner, end: ",}", depth: depth + 1)
      entries.append(LocatedNode.Entry(name, at: key.origin, entry))
      try separate(&scanner, close: "}", from: start, called: "a mapping")
    }
    return LocatedNode(.mapping(entries), at: scanner.origin(start..<scanner.index))
  }

  private static func unclosed(
    _ name: String, by close: Unicode.Scalar, from start: Int, _ scanner: ArgumentScanner
  ) -> OverrideProblem {
    OverrideProblem(
      "override-value", "\(name) must be closed by \"\(close)\"; got the end of the override",
      at: scanner.origin(start..<(start + 1)))
  }

  /// Skips a comma up to the next element or the closing bracket.
  private static func separate(
    _ scanner: inout ArgumentScanner, close: Unicode.Scalar, from start: Int, called name: String
  ) throws(OverrideProblem) {
    scanner.skipBlanks()
    if scanner.skip(",") {
      scanner.skipBlanks()
      return
    }
    guard scanner.next != close else { return }
    if scanner.isAtEnd { throw unclosed(name, by: close, from: start, scanner) }
    let found = scanner.next.map(String.init) ?? ""
    throw OverrideProblem(
      "override-value", "values must be divided by \",\"; got \"\(found)\"", at: scanner.here)
  }

  private static func scalar(_ scanner: inout ArgumentScanner, end: String) -> LocatedNode {
    let start = scanner.index
    var text = String.UnicodeScalarView()
    var isEscaped = false
    while let scalar = scanner.next, !end.unicodeScalars.contains(scalar) {
      scanner.index += 1
      if scalar == "\\", let escaped = scanner.next, !escaped.properties.isAlphabetic {
        text.append(escaped)
        scanner.index += 1
        isEscaped = true
      } else {
        text.append(scalar)
      }
    }
    let range = scanner.trimmedRange(start..<scanner.index)
    let origin = scanner.origin(range.isEmpty ? start..<(start + 1) : range)
    let word = isEscaped ? String(text) : scanner.text(range)
    let literal = isEscaped ? .string(word) : literal(of: word)
    return LocatedNode(.scalar(literal, text: word), at: origin)
  }

  /// YAML's core scalars and those of Hydra: `inf`, `nan`, `TRUE`, `1_000`.
  static func literal(of word: String) -> Literal {
    switch word.lowercased() {
    case "": return .string("")
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    case "nan": return .number(.nan)
    default: break
    }
    let bytes = Array(word.utf8)
    let separators = bytes.indices.filter { bytes[$0] == UInt8(ascii: "_") }
    let areBetweenDigits = separators.allSatisfy { index in
      index > 0 && index + 1 < bytes.count && isDigit(bytes[index - 1]) && isDigit(bytes[index + 1])
    }
    if !separators.isEmpty, areBetweenDigits,
      let number = YAMLScalar.number(word.filter { $0 != "_" })
    {
      return number
    }
    return YAMLScalar.literal(ofPlain: word)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
