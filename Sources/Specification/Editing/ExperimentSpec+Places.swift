public import Schema

extension ExperimentSpec {
  /// Location of the value at a dotted path, or of the key of its innermost section that is written;
  /// nil if neither is written. `isSet` is true for the value itself.
  public func mark(of path: SettingPath) -> (mark: Mark, isSet: Bool)? {
    let keys = path.keys
    var node = written
    var nearest: Mark?
    for (depth, key) in keys.enumerated() {
      guard let entry = node.entry(key) else {
        // A choice written as one word is its kind.
        if depth == keys.count - 1, node.word != nil, let mark = node.origin.mark {
          return (mark, key == "kind")
        }
        return nearest.map { ($0, false) }
      }
      nearest = entry.keyOrigin.mark ?? nearest
      node = entry.value
    }
    if let mark = node.origin.mark { return (mark, true) }
    return nearest.map { ($0, false) }
  }

  /// The value at a dotted path, written or default; nil if there is none.
  public func value(at path: SettingPath) -> Literal? {
    let found = path.keys.reduce(resolved as Resolved?) { node, key in
      guard case .mapping(let entries)? = node?.value else { return nil }
      return entries.first { $0.key == key }?.value
    }
    guard let found, found.literal != .null else { return nil }
    return found.literal
  }

  /// The value at a dotted path as YAML on one line.
  public func text(at path: SettingPath) -> String? {
    value(at: path).map(YAMLWriter.inline)
  }
}
