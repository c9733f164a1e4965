import Schema

/// Reads a plain scalar by YAML 1.2's core schema: `1e-4` is a number, `no` is text.
///
/// **Source** YAML 1.2.2, section 10.3.2, tag resolution.
enum YAMLScalar {
  static func literal(ofPlain text: String) -> Literal {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    case ".nan", ".NaN", ".NAN": .number(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": .number(-.infinity)
    default: number(text) ?? .string(text)
    }
  }

  /// The number a text states, or nil.
  static func number(_ text: String) -> Literal? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, isDigit(first) || "+-.".utf8.contains(first) else { return nil }
    if bytes.count > 2, first == UInt8(ascii: "0") {
      if bytes[1] == UInt8(ascii: "o") { return integer(bytes.dropFirst(2), radix: 8) }
      if bytes[1] == UInt8(ascii: "x") { return integer(bytes.dropFirst(2), radix: 16) }
    }
    guard let form = decimalForm(bytes) else { return nil }
    if form == .integer, let integer = Int(text) { return .integer(integer) }
    return Double(text).map(Literal.number)
  }

  private enum Form { case integer, number }

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func decimalForm(_ bytes: [UInt8]) -> Form? {
    var rest = bytes[...]
    func digits() -> Int {
      let count = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(count)
      return count
    }
    func skip(_ options: String) -> Bool {
      guard let next = rest.first, options.utf8.contains(next) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = skip("+-")
    let whole = digits()
    let hasPoint = skip(".")
    let fraction = hasPoint ? digits() : 0
    guard whole + fraction > 0 else { return nil }
    let hasExponent = skip("eE")
    if hasExponent {
      _ = skip("+-")
      guard digits() > 0 else { return nil }
    }
    guard rest.isEmpty else { return nil }
    return hasPoint || hasExponent ? .number : .integer
  }

  private static func integer(_ digits: ArraySlice<UInt8>, radix: Int) -> Literal? {
    guard let first = digits.first, !"+-".utf8.contains(first) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix).map(Literal.integer)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
