import Diagnostics
import Schema

/// A short path for a frequent key: `training.learning_rate`.
public struct PathAlias: Sendable, Hashable {
  /// The keys of the short path: `training`, `learning_rate`.
  public let short: [String]
  /// The keys of the path it stands for: `training`, `optimizer`, `learning_rate`.
  public let full: [String]
  /// Tag of the choice that contains the key.
  let tag: String

  /// Moves the value at the short path to the full one; a spec with both is reported.
  func applied(to root: LocatedNode, problems: inout [Diagnostic]) -> LocatedNode {
    guard let parentKeys = commonParent, var parent = root.descendant(parentKeys),
      case .mapping(var entries) = parent.content, let key = short.last,
      let index = entries.firstIndex(where: { $0.key == key })
    else { return root }
    let moved = entries.remove(at: index)
    parent.content = .mapping(entries)
    let inner = Array(full.dropFirst(parentKeys.count))
    if parent.descendant(inner) != nil {
      if let mark = moved.keyOrigin.mark {
        let message =
          "\(short.joined(separator: ".")) and \(full.joined(separator: ".")) are the same setting; "
          + "got both"
        problems.append(mark.diagnostic(id: "given-twice", message, hint: "keep one of them"))
      }
      return root.replacing(parentKeys, by: parent)
    }
    return root.replacing(parentKeys, by: inserted(moved, at: inner[...], into: parent))
  }

  private var commonParent: [String]? {
    short.isEmpty ? nil : Array(short.dropLast())
  }

  private func inserted(
    _ entry: LocatedNode.Entry, at keys: ArraySlice<String>, into node: LocatedNode
  ) -> LocatedNode {
    guard let key = keys.first else { return node }
    var node = node
    var entries: [LocatedNode.Entry]
    switch node.content {
    case .mapping(let given):
      entries = given
    case .scalar(.string, _):
      entries = [LocatedNode.Entry(tag, at: node.origin, node)]
    case .scalar(.null, _):
      entries = []
    default:
      return node
    }
    if keys.count == 1 {
      entries.append(LocatedNode.Entry(key, at: entry.keyOrigin, entry.value))
    } else if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = inserted(entry, at: keys.dropFirst(), into: entries[index].value)
    } else {
      let empty = LocatedNode(LocatedNode.Content.mapping([]), at: entry.keyOrigin)
      let filled = inserted(entry, at: keys.dropFirst(), into: empty)
      entries.append(LocatedNode.Entry(key, at: entry.keyOrigin, filled))
    }
    node.content = .mapping(entries)
    return node
  }
}

extension LocatedNode {
  /// The node at a path of keys.
  func descendant(_ keys: [String]) -> LocatedNode? {
    keys.reduce(self as LocatedNode?) { node, key in node?.entry(key)?.value }
  }

  /// This node with the node at an existing path of keys replaced.
  func replacing(_ keys: [String], by node: LocatedNode) -> LocatedNode {
    guard let key = keys.first else { return node }
    guard case .mapping(var entries) = content,
      let index = entries.firstIndex(where: { $0.key == key })
    else { return self }
    entries[index].value = entries[index].value.replacing(Array(keys.dropFirst()), by: node)
    var result = self
    result.content = .mapping(entries)
    return result
  }
}
