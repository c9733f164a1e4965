import Diagnostics
import Schema
import Text

/// Application of overrides to the tree of a spec.
struct OverrideApplication {
  /// The tree after an override.
  static func applied(
    _ override: Override, _ choice: LocatedNode?, to root: LocatedNode, shape: Shape
  ) throws(OverrideProblem) -> LocatedNode {
    let application = OverrideApplication(override: override, value: choice)
    switch override.action {
    case .delete: return try application.deleting(override.path[...], from: root)
    case .set, .force, .add:
      return try application.setting(override.path[...], in: root, shape: shape)
    }
  }

  private let override: Override
  private let value: LocatedNode?

  // MARK: Setting

  private func setting(
    _ path: ArraySlice<Override.Segment>, in node: LocatedNode?, shape: Shape?
  ) throws(OverrideProblem) -> LocatedNode {
    guard let segment = path.first else { return try replacement(of: node, shape: shape) }
    let container = try container(node, for: segment, shape: shape)
    switch container.content {
    case .list(let elements):
      return try settingElement(segment, path, of: elements, in: container, shape: shape)
    case .mapping, .scalar:
      return try settingEntry(segment, path, in: container, shape: shape)
    }
  }

  private func replacement(
    of node: LocatedNode?, shape: Shape?
  ) throws(OverrideProblem) -> LocatedNode {
    guard let value else { return node ?? LocatedNode(.null, at: override.pathOrigin) }
    if case .add = override.action, let node, !node.isNull {
      throw OverrideProblem(
        "override-exists",
        "\(override.pathText) is in the spec already, as \(Self.shown(node))",
        at: override.pathOrigin, hint: "leave the \"+\" out to set it")
    }
    guard case .choice(let tag, _)? = shape, let kind = value.word, let node else { return value }
    return Self.choosing(value, kind: kind, tag: tag, in: node)
  }

  /// Replaces the kind of a choice: another kind keeps only the settings of overrides, the same kind
  /// also those of the spec.
  private static func choosing(
    _ value: LocatedNode, kind: String, tag: String, in node: LocatedNode
  ) -> LocatedNode {
    let isSame = node.entry(tag)?.value.word == kind
    let kept = node.entries.filter { entry in
      if case .override = entry.keyOrigin { return entry.key != tag }
      return isSame && entry.key != tag
    }
    guard !kept.isEmpty else { return value }
    let chosen = LocatedNode.Entry(tag, at: value.origin, value)
    return LocatedNode(.mapping([chosen] + kept), at: value.origin)
  }

  /// The list or mapping of a segment; a choice written as one word becomes a mapping.
  private func container(
    _ node: LocatedNode?, for segment: Override.Segment, shape: Shape?
  ) throws(OverrideProblem) -> LocatedNode {
    guard let node, !node.isNull else {
      return LocatedNode(LocatedNode.Content.mapping([]), at: segment.origin)
    }
    guard case .scalar = node.content else { return node }
    if case .choice(let tag, _)? = shape, node.word != nil {
      let entry = LocatedNode.Entry(tag, at: node.origin, node)
      return LocatedNode(.mapping([entry]), at: node.origin)
    }
    throw OverrideProblem(
      "override-path",
      "\"\(segment.text)\" must be a key of a mapping; got \(Self.shown(node)) there",
      at: segment.origin)
  }

  private func settingEntry(
    _ segment: Override.Segment, _ path: ArraySlice<Override.Segment>, in container: LocatedNode,
    shape: Shape?
  ) throws(OverrideProblem) -> LocatedNode {
    guard !segment.isIndex else {
      throw OverrideProblem(
        "override-index", "an index must lead into a list; got a mapping there",
        at: segment.origin)
    }
    var entries = container.entries
    let index = entries.firstIndex { $0.key == segment.text }
    let inner = shape?.child(segment.text, of: container)
    let value = try setting(
      path.dropFirst(), in: index.map { entries[$0].value }, shape: inner)
    var container = container
    if path.count == 1, case .choice(let tag, _)? = shape, tag == segment.text,
      let kind = value.word, index != nil
    {
      let chosen = Self.choosing(value, kind: kind, tag: tag, in: container)
      if case .mapping = chosen.content { return chosen }
      let entry = LocatedNode.Entry(tag, at: segment.origin, value)
      return LocatedNode(.mapping([entry]), at: segment.origin)
    }
    let entry = LocatedNode.Entry(segment.text, at: segment.origin, value)
    if let index {
      entries[index] =
        path.count == 1
        ? entry : LocatedNode.Entry(segment.text, at: entries[index].keyOrigin, value)
    } else {
      entries.append(entry)
    }
    container.content = .mapping(entries)
    return container
  }

  private func settingElement(
    _ segment: Override.Segment, _ path: ArraySlice<Override.Segment>, of elements: [LocatedNode],
    in container: LocatedNode, shape: Shape?
  ) throws(OverrideProblem) -> LocatedNode {
    let isAppending = if case .set = override.action { false } else { path.count == 1 }
    let index = try index(segment, in: elements, appending: isAppending)
    var elements = elements
    let inner = shape?.element
    let isNew = index == elements.count
    let value = try setting(
      path.dropFirst(), in: isNew ? nil : elements[index], shape: inner)
    if isNew { elements.append(value) } else { elements[index] = value }
    var container = container
    container.content = .list(elements)
    return container
  }

  /// The index of a segment; one past the last if an element may be appended.
  private func index(
    _ segment: Override.Segment, in elements: [LocatedNode], appending: Bool
  ) throws(OverrideProblem) -> Int {
    guard let index = Int(segment.text), index >= 0 else {
      throw OverrideProblem(
        "override-index",
        "\"\(segment.text)\" must be an index, for a list stands there; got a key",
        at: segment.origin)
    }
    let limit = elements.count + (appending ? 1 : 0)
    guard index < limit else {
      let count = elements.count
      throw OverrideProblem(
        "override-index",
        "an index must be below \(limit), for the list has "
          + "\(NumberFormat.count(count, "element")); got \(index)", at: segment.origin)
    }
    return index
  }

  // MARK: Deleting

  private func deleting(
    _ path: ArraySlice<Override.Segment>, from node: LocatedNode
  ) throws(OverrideProblem) -> LocatedNode {
    guard let segment = path.first else { return node }
    var node = node
    switch node.content {
    case .mapping(var entries):
      guard let index = entries.firstIndex(where: { $0.key == segment.text }) else {
        throw OverrideProblem(
          "override-missing", "\(override.pathText) is not in the spec, so it cannot be deleted",
          at: segment.origin,
          hint: Suggestion.hint(for: segment.text, among: entries.map(\.key)))
      }
      if path.count == 1 {
        try checkDeleted(entries[index].value)
        entries.remove(at: index)
      } else {
        entries[index].value = try deleting(path.dropFirst(), from: entries[index].value)
      }
      node.content = .mapping(entries)
    case .list(var elements):
      let index = try index(segment, in: elements, appending: false)
      if path.count == 1 {
        try checkDeleted(elements[index])
        elements.remove(at: index)
      } else {
        elements[index] = try deleting(path.dropFirst(), from: elements[index])
      }
      node.content = .list(elements)
    case .scalar:
      throw OverrideProblem(
        "override-missing", "\(override.pathText) is not in the spec, so it cannot be deleted",
        at: segment.origin)
    }
    return node
  }

  /// `~key=value` deletes only that value.
  private func checkDeleted(_ node: LocatedNode) throws(OverrideProblem) {
    guard let value, value.literal != node.literal else { return }
    throw OverrideProblem(
      "override-missing",
      "\(override.pathText) must be \(Self.shown(value)) to be deleted; the spec has "
        + Self.shown(node), at: value.origin)
  }

  private static func shown(_ node: LocatedNode) -> String {
    switch node.content {
    case .scalar: node.foundText
    case .list, .mapping: String(YAMLWriter.inline(node.literal).prefix(60))
    }
  }
}

extension Shape {
  /// The shape of a key of a node of this shape, if it has one.
  fileprivate func child(_ key: String, of node: LocatedNode) -> Shape? {
    switch self {
    case .mapping(let fields): fields.first { $0.name == key }?.shape
    case .dictionary(_, let value): value
    case .choice(let tag, let variants):
      variants.first { $0.name == node.entry(tag)?.value.word }?.fields
        .first { $0.name == key }?.shape
    case .keyed(let variants): variants.first { $0.name == key }?.body
    case .anyOf(let shapes): shapes.lazy.compactMap { $0.child(key, of: node) }.first
    case .scalar, .list: nil
    }
  }

  /// The shape of the elements of a list of this shape.
  fileprivate var element: Shape? {
    switch self {
    case .list(let element, _): element
    case .anyOf(let shapes): shapes.lazy.compactMap(\.element).first
    default: nil
    }
  }
}
