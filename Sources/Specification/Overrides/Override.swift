import Diagnostics
import Schema

/// A parsed argument of the form `key=value`.
struct Override: Sendable {
  enum Action: Sendable {
    /// `key=value`: sets a key, whether the spec has it or not.
    case set
    /// `++key=value`: sets a key, or appends an element to a list.
    case force
    /// `+key=value`: adds a key or element that must not exist.
    case add
    /// `~key`, or `~key=value`: removes an existing key (with that value).
    case delete
  }

  /// A part of a dotted path: `training`, `goals`, `0`.
  struct Segment: Sendable {
    let text: String
    /// Whether it was written in brackets and so must be an index.
    let isIndex: Bool
    let origin: Origin
  }

  /// A value with its text.
  struct Choice: Sendable {
    let node: LocatedNode
    let text: String
  }

  let action: Action
  let path: [Segment]
  /// One value, or all values of a sweep; none for `~key`.
  let choices: [Choice]
  /// The argument.
  let text: String
  /// The argument up to and including `=`.
  let head: String

  /// The path as messages write it.
  var pathText: String {
    path.reduce("") { text, segment in
      if let index = Int(segment.text), !text.isEmpty { return Path.element(index, in: text) }
      return Path.key(segment.text, in: text)
    }
  }

  /// Location of the path.
  var pathOrigin: Origin { path.first?.origin ?? .fallback }

  /// The override with one of its values, as an argument.
  func argument(with choice: Choice) -> String {
    choices.count > 1 ? head + choice.text : text
  }
}
