import Diagnostics
import Schema

/// A value as written in YAML or an override, with its location.
struct LocatedNode: Sendable {
  var content: Content
  /// Location of the value.
  var origin: Origin

  indirect enum Content: Sendable {
    /// A scalar with its text as written, without quotes.
    case scalar(Literal, text: String)
    case list([LocatedNode])
    case mapping([Entry])
  }

  struct Entry: Sendable {
    var key: String
    /// Location of the key.
    var keyOrigin: Origin
    var value: LocatedNode

    init(_ key: String, at keyOrigin: Origin, _ value: LocatedNode) {
      self.key = key
      self.keyOrigin = keyOrigin
      self.value = value
    }
  }

  init(_ content: Content, at origin: Origin) {
    self.content = content
    self.origin = origin
  }

  /// A literal with one location for all its parts.
  init(_ literal: Literal, at origin: Origin) {
    let content: Content =
      switch literal {
      case .list(let elements):
        .list(elements.map { LocatedNode($0, at: origin) })
      case .mapping(let entries):
        .mapping(entries.map { Entry($0.key, at: origin, LocatedNode($0.value, at: origin)) })
      default:
        .scalar(literal, text: YAMLWriter.scalarText(literal))
      }
    self.init(content, at: origin)
  }
}

extension LocatedNode {
  /// The value without locations.
  var literal: Literal {
    switch content {
    case .scalar(let literal, _): literal
    case .list(let elements): .list(elements.map(\.literal))
    case .mapping(let entries): .mapping(entries.map { Literal.Entry($0.key, $0.value.literal) })
    }
  }

  var isNull: Bool {
    if case .scalar(.null, _) = content { true } else { false }
  }

  /// The text of a scalar that is a string.
  var word: String? {
    if case .scalar(.string(let word), _) = content { word } else { nil }
  }

  /// The entries of a mapping; none for anything else.
  var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  func entry(_ key: String) -> Entry? { entries.first { $0.key == key } }

  /// The value as messages show it: `"1e-3s"`, `0`, `a list`.
  var foundText: String {
    switch content {
    case .scalar(.string(let string), _): "\"\(Self.shortened(string))\""
    case .scalar(.null, let text): text.isEmpty ? "nothing" : text
    case .scalar(_, let text): Self.shortened(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// At most 60 characters.
  private static func shortened(_ text: String) -> String {
    text.count <= 60 ? text : text.prefix(59) + "…"
  }
}
