/// A piece of markup. Literals are markup; whatever is interpolated is text and is escaped.
struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  private(set) var markup: String

  init(stringLiteral markup: String) {
    self.markup = markup
  }

  init(stringInterpolation: Interpolation) {
    markup = stringInterpolation.markup
  }

  /// Text, escaped.
  init(text: String) {
    markup = Self.escaped(text)
  }

  init(_ pieces: some Sequence<HTML>, separator: String = "") {
    markup = pieces.map(\.markup).joined(separator: separator)
  }

  static let empty: HTML = ""

  var isEmpty: Bool { markup.isEmpty }

  static func + (left: HTML, right: HTML) -> HTML {
    HTML(stringLiteral: left.markup + right.markup)
  }

  struct Interpolation: StringInterpolationProtocol {
    var markup: String

    init(literalCapacity: Int, interpolationCount: Int) {
      markup = ""
      markup.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) {
      markup += literal
    }

    mutating func appendInterpolation(_ text: some StringProtocol) {
      markup += HTML.escaped(String(text))
    }

    mutating func appendInterpolation(_ number: Int) {
      markup += String(number)
    }

    mutating func appendInterpolation(_ html: HTML) {
      markup += html.markup
    }

    mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
  }

  /// The text with all that markup could take for its own; control characters become visible.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case _ where isControl(scalar): escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// C0, DEL, C1, the overrides of writing direction and the two non-characters of the plane.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      || (0xFFFE...0xFFFF).contains(scalar.value)
  }
}

extension HTML {
  /// A name from the user's data: kept apart from the writing direction around it, cut when long.
  static func name(_ text: String) -> HTML {
    let limit = 160
    if text.count <= 24 { return "<bdi class=\"nowrap\">\(text)</bdi>" }
    guard text.count > limit else { return "<bdi>\(text)</bdi>" }
    return "<bdi>\(text.prefix(limit))…</bdi>"
  }

  /// A symbol with the colour of its meaning.
  static func mark(_ tone: Tone, _ symbol: String? = nil) -> HTML {
    "<span class=\"mark \(tone.rawValue)\">\(symbol ?? tone.symbol)</span>"
  }

  /// Markup that folds away under a line of text.
  static func folded(_ summary: HTML, isOpen: Bool = false, _ body: HTML) -> HTML {
    let open: HTML = isOpen ? " open" : ""
    return "<details\(open)><summary>\(summary)</summary>\(body)</details>"
  }

  /// A figure with the line that says what it shows.
  static func figure(_ body: HTML, caption: String, isWide: Bool = false) -> HTML {
    let style: HTML = isWide ? " class=\"wide\"" : ""
    return "<figure\(style)>\(body)<figcaption>\(caption)</figcaption></figure>"
  }

  /// A short list of named facts in a row.
  static func facts(_ facts: [(name: String, value: String)]) -> HTML {
    let items = facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" as HTML }
    return "<dl class=\"facts\">\(items)</dl>"
  }
}
