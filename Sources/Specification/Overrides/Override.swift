import Diagnostics
import Schema

/// One argument of the form `key=value`, read: what to do, where, and with which values.
struct Override: Sendable {
  enum Action: Sendable {
    /// `key=value`: sets a key, whether the spec has it or not.
    case set
    /// `++key=value`: the same, and one element more than a list has is put behind it.
    case force
    /// `+key=value`: the key or the element must not be there yet.
    case add
    /// `~key`, or `~key=value`: the key must be there, with that value.
    case delete
  }

  /// A part of a dotted path: `training`, `goals`, `0`.
  struct Segment: Sendable {
    let text: String
    /// Whether it can only be an index: it was written in brackets.
    let isIndex: Bool
    let origin: Origin
  }

  /// A value with the text that would give it alone.
  struct Choice: Sendable {
    let node: LocatedNode
    let text: String
  }

  let action: Action
  let path: [Segment]
  /// One value, or all those of a sweep; none for `~key`.
  let choices: [Choice]
  /// The argument.
  let text: String
  /// The argument up to and with its `=`.
  let head: String

  /// How messages call the path.
  var pathText: String {
    path.reduce("") { text, segment in
      if let index = Int(segment.text), !text.isEmpty { return Path.element(index, in: text) }
      return Path.key(segment.text, in: text)
    }
  }

  /// The whole path, as a place.
  var pathOrigin: Origin { path.first?.origin ?? .fallback }

  /// The override with one of its values, as an argument.
  func argument(with choice: Choice) -> String {
    choices.count > 1 ? head + choice.text : text
  }
}
