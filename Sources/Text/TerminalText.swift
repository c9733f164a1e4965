/// Text on its way to a terminal: what data, records and files contain must not be obeyed by it.
public enum TerminalText {
  /// The text with control characters made visible as "�"; line breaks and tabs are kept.
  ///
  /// - Parameter keepsStyles: Whether colours and weights (SGR of ECMA-48) are kept: only for text
  ///   whose names from data were made visible before it was styled.
  public static func safe(_ text: String, keepsStyles: Bool = false) -> String {
    guard text.utf8.contains(where: mayBeginControl) else { return text }
    var shown = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if keepsStyles, scalar == escape, let end = endOfStyle(rest) {
        shown.append(scalar)
        shown.append(contentsOf: rest[...end])
        rest = rest[rest.index(after: end)...]
      } else if scalar == "\n" || scalar == "\t" {
        shown.append(scalar)
      } else {
        shown.append(isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return String(shown)
  }

  /// The text of a JSON document with control characters as escapes of JSON: the same value.
  public static func safeJSON(_ document: String) -> String {
    guard document.utf8.contains(where: mayBeginControl) else { return document }
    var shown = String.UnicodeScalarView()
    for scalar in document.unicodeScalars {
      guard isControl(scalar), scalar != "\n" else {
        shown.append(scalar)
        continue
      }
      let code = String(scalar.value, radix: 16)
      shown.append(
        contentsOf: ("\\u" + String(repeating: "0", count: 4 - code.count) + code).unicodeScalars)
    }
    return String(shown)
  }

  /// C0, DEL, C1, separators of lines, and the marks, embeddings and isolates of writing direction.
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x206F: true
    default: false
    }
  }

  private static let escape = Unicode.Scalar(0x1B as UInt8)

  /// Whether a byte of UTF-8 is a control character or the first of one that is longer.
  private static func mayBeginControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != UInt8(ascii: "\n") || byte == 0x7F || byte == 0xC2 || byte == 0xD8
      || byte == 0xE2
  }

  /// The "m" that ends the parameters of a style; nil for any other sequence.
  private static func endOfStyle(
    _ text: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView.Index? {
    guard text.first == "[",
      let end = text.dropFirst().firstIndex(where: { !("0"..."9").contains($0) && $0 != ";" }),
      text[end] == "m"
    else { return nil }
    return end
  }
}
