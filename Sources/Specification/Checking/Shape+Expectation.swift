import Schema

extension Shape {
  /// The expected value as a phrase that follows "must be".
  var expectation: String {
    switch self {
    case .scalar(let rule): rule.text
    case .list(_, let least): least > 1 ? "a list of at least \(least)" : "a list"
    case .mapping(let fields): "a mapping" + Self.keyList(fields.map(\.name))
    case .dictionary(let key, _): "a mapping from \(key.text)"
    case .choice(let tag, let variants):
      "one of \(Self.names(variants)), alone or as {\(tag): …}"
    case .keyed(let variants): "one of \(Self.names(variants))"
    case .anyOf(let shapes): shapes.map(\.expectation).joined(separator: ", or ")
    }
  }

  /// The empty list or mapping that a key without a value stands for, if any.
  var emptyContent: LocatedNode.Content? {
    switch self {
    case .list(_, atLeast: 0): .list([])
    case .mapping, .dictionary: .mapping([])
    default: nil
    }
  }

  /// Whether the form of a value (scalar, list, mapping) fits this shape.
  func admits(_ content: LocatedNode.Content) -> Bool {
    switch (self, content) {
    case (.scalar, .scalar), (.list, .list), (.mapping, .mapping), (.dictionary, .mapping): true
    case (.choice, .mapping), (.keyed, .mapping): true
    case (.choice, .scalar(.string, _)), (.keyed, .scalar(.string, _)): true
    case (.anyOf(let shapes), _): shapes.contains { $0.admits(content) }
    default: false
    }
  }

  private static func names(_ variants: [Variant]) -> String {
    variants.map(\.name).joined(separator: ", ")
  }

  private static func keyList(_ names: [String]) -> String {
    let shown = names.prefix(4).joined(separator: ", ")
    return " with \(shown)" + (names.count > 4 ? ", …" : "")
  }
}

extension Variant {
  /// The keys beside the tag.
  var fields: [Field] {
    if case .mapping(let fields)? = body { fields } else { [] }
  }
}
