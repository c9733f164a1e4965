extension Resolved {
  /// The value at a dotted path, such as `data.split.dev`; nil when it is absent or null.
  public func at(_ path: String) -> Resolved? {
    var node = self
    for key in path.split(separator: ".") {
      guard let next = node.asMapping.first(where: { $0.key == key })?.value else { return nil }
      node = next
    }
    if case .null = node.value { return nil }
    return node
  }

  /// The number, if it is one.
  public var asNumber: Double? {
    switch value {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  /// The string, if it is one.
  public var asString: String? {
    if case .string(let string) = value { string } else { nil }
  }

  /// The elements of a list; none for anything else.
  public var asList: [Resolved] {
    if case .list(let elements) = value { elements } else { [] }
  }

  /// The entries of a mapping; none for anything else.
  public var asMapping: [Entry] {
    if case .mapping(let entries) = value { entries } else { [] }
  }

  /// Whether the user wrote it, in the spec or in an override.
  public var isWritten: Bool { origin.mark != nil }
}
