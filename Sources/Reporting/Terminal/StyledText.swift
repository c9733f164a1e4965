import Text

/// A line of text whose parts have a meaning; whether it is coloured is decided when it is printed.
struct StyledText: ExpressibleByStringInterpolation {
  enum Style {
    case plain, strong, faint, good, bad, caution

    init(_ tone: Tone) {
      switch tone {
      case .good: self = .good
      case .bad: self = .bad
      case .caution: self = .caution
      case .open, .plain: self = .faint
      }
    }

    /// Select Graphic Rendition of ECMA-48.
    var code: String? {
      switch self {
      case .plain: nil
      case .strong: "1"
      case .faint: "2"
      case .good: "32"
      case .bad: "31"
      case .caution: "33"
      }
    }
  }

  private(set) var pieces: [(text: String, style: Style)] = []

  init(_ text: String, _ style: Style = .plain) {
    pieces = [(TextWidth.visible(text), style)]
  }

  init(stringLiteral text: String) {
    self.init(text)
  }

  init(stringInterpolation: Interpolation) {
    pieces = stringInterpolation.pieces
  }

  struct Interpolation: StringInterpolationProtocol {
    var pieces: [(text: String, style: Style)] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      pieces.append((literal, .plain))
    }

    mutating func appendInterpolation(_ text: String, _ style: Style = .plain) {
      pieces.append((TextWidth.visible(text), style))
    }

    mutating func appendInterpolation(_ number: Int) {
      pieces.append((String(number), .plain))
    }

    mutating func appendInterpolation(_ text: StyledText) {
      pieces += text.pieces
    }

    mutating func appendInterpolation(_ tone: Tone, symbol: String? = nil) {
      pieces.append((symbol ?? tone.symbol, Style(tone)))
    }
  }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.pieces += right.pieces
    return sum
  }

  var width: Int { pieces.reduce(0) { $0 + TextWidth.columns(of: $1.text) } }

  var isEmpty: Bool { pieces.allSatisfy(\.text.isEmpty) }

  /// With blanks behind it, or before it, up to the width.
  func padded(to width: Int, isNumber: Bool = false) -> StyledText {
    let blanks = StyledText(String(repeating: " ", count: max(0, width - self.width)))
    return isNumber ? blanks + self : self + blanks
  }

  func rendered(colors: Bool) -> String {
    var text = pieces.map { piece in
      guard colors, let code = piece.style.code, !piece.text.isEmpty else { return piece.text }
      return "\u{1B}[\(code)m\(piece.text)\u{1B}[0m"
    }.joined()
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  /// The words of the text, each with its style, for breaking it into lines.
  var words: [StyledText] {
    var words: [StyledText] = []
    var word = StyledText("")
    for piece in pieces {
      let parts = piece.text.split(separator: " ", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 {
          words.append(word)
          word = StyledText("")
        }
        word.pieces.append((String(part), piece.style))
      }
    }
    return (words + [word]).filter { !$0.isEmpty }
  }
}

extension [StyledText] {
  func joined(separator: StyledText) -> StyledText {
    guard let first else { return "" }
    return dropFirst().reduce(first) { $0 + separator + $1 }
  }

  func rendered(colors: Bool) -> [String] { map { $0.rendered(colors: colors) } }
}
