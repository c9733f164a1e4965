import Diagnostics
import Schema

/// Composes located nodes from YAML events; reports YAML that a spec does not allow.
struct YAMLComposer {
  /// Largest depth of nested lists and mappings.
  static let depthLimit = 64
  /// Largest number of values, aliases expanded.
  static let nodeLimit = 100_000
  static let tooDeep = "a spec is nested at most \(depthLimit) deep; got more"

  private let source: SourceText
  private let events: YAMLEventReader
  private var anchors: [String: Anchored] = [:]
  private var nodeCount = 0
  private(set) var problems: [Diagnostic] = []

  private struct Anchored {
    let node: LocatedNode
    let nodeCount: Int
    let height: Int
  }

  /// A node with the depth of its content.
  private struct Composed {
    let node: LocatedNode
    let height: Int
  }

  /// Reading cannot continue; the reason is among the problems.
  private struct Stop: Error {}

  init(_ source: SourceText, text: String) {
    self.source = source
    self.events = YAMLEventReader(text: text)
  }

  /// The only document of the text; nil if there is none or it cannot be read to its end.
  mutating func document() -> LocatedNode? {
    do {
      _ = try next()
      guard case .documentStart = try next().kind else { return nil }
      let node = try node(from: try next(), depth: 0).node
      _ = try next()
      let after = try next()
      if case .documentStart = after.kind {
        report(
          "several-documents", "a spec is one YAML document; got a second one",
          at: after.start, to: after.end)
      }
      return node
    } catch {
      return nil
    }
  }

  private mutating func node(from event: YAMLEvent, depth: Int) throws(Stop) -> Composed {
    nodeCount += 1
    guard nodeCount <= Self.nodeLimit else {
      report(
        "too-many-values", "a spec has at most \(Self.nodeLimit) values; got more",
        at: event.start, to: event.end)
      throw Stop()
    }
    guard depth <= Self.depthLimit else {
      report(
        "too-deep", Self.tooDeep, at: event.start, to: event.end)
      throw Stop()
    }
    let before = nodeCount - 1
    let composed: Composed
    let anchor: String?
    switch event.kind {
    case .alias(let name):
      return try aliased(name, event, depth: depth)
    case .scalar(let text, let isPlain, let properties):
      composed = Composed(
        node: scalar(text, isPlain: isPlain, tag: properties.tag, event), height: 0)
      anchor = properties.anchor
    case .listStart(let properties, let isFlow):
      checkTag(properties.tag, event)
      composed = try list(from: event, isFlow: isFlow, depth: depth)
      anchor = properties.anchor
    case .mappingStart(let properties, let isFlow):
      checkTag(properties.tag, event)
      composed = try mapping(from: event, isFlow: isFlow, depth: depth)
      anchor = properties.anchor
    default:
      fatalError("a YAML value cannot begin with \(event.kind)")
    }
    if let anchor {
      anchors[anchor] = Anchored(
        node: composed.node, nodeCount: nodeCount - before, height: composed.height)
    }
    return composed
  }

  private mutating func list(
    from first: YAMLEvent, isFlow: Bool, depth: Int
  ) throws(Stop) -> Composed {
    var elements: [LocatedNode] = []
    var height = 0
    while true {
      let event = try next()
      if case .listEnd = event.kind {
        let origin = origin(of: first, isFlow: isFlow, end: event.end)
        return Composed(node: LocatedNode(.list(elements), at: origin), height: height + 1)
      }
      let element = try node(from: event, depth: depth + 1)
      elements.append(element.node)
      height = max(height, element.height)
    }
  }

  private mutating func mapping(
    from first: YAMLEvent, isFlow: Bool, depth: Int
  ) throws(Stop) -> Composed {
    var entries: [LocatedNode.Entry] = []
    var lines: [String: Int] = [:]
    var height = 0
    while true {
      let event = try next()
      if case .mappingEnd = event.kind {
        let origin = origin(of: first, isFlow: isFlow, end: event.end)
        return Composed(node: LocatedNode(.mapping(entries), at: origin), height: height + 1)
      }
      let key = try node(from: event, depth: depth + 1).node
      let value = try node(from: try next(), depth: depth + 1)
      height = max(height, value.height)
      guard case .scalar(_, let name) = key.content else {
        report(
          "key-kind", "a key must be a text; got \(key.foundText)", at: event.start, to: event.end)
        continue
      }
      if let line = lines[name] {
        report(
          "duplicate-key", "\"\(name)\" is given twice; first on line \(line)",
          at: event.start, to: event.end)
        continue
      }
      lines[name] = event.start.line
      entries.append(LocatedNode.Entry(name, at: origin(event.start, event.end), value.node))
    }
  }

  private mutating func aliased(
    _ name: String, _ event: YAMLEvent, depth: Int
  ) throws(Stop) -> Composed {
    guard let anchored = anchors[name] else {
      report(
        "unknown-alias", "\"*\(name)\" must name an anchor that stands before it",
        at: event.start, to: event.end,
        hint: Suggestion.hint(for: name, among: anchors.keys.sorted()))
      return Composed(
        node: LocatedNode(.scalar(.null, text: ""), at: origin(event.start, event.end)), height: 0)
    }
    nodeCount += anchored.nodeCount - 1
    guard nodeCount <= Self.nodeLimit else {
      report(
        "too-many-values",
        "a spec has at most \(Self.nodeLimit) values, counting what aliases stand for; got more",
        at: event.start, to: event.end)
      throw Stop()
    }
    guard depth + anchored.height <= Self.depthLimit else {
      report(
        "too-deep", Self.tooDeep, at: event.start, to: event.end)
      throw Stop()
    }
    var node = anchored.node
    node.origin = origin(event.start, event.end)
    return Composed(node: node, height: anchored.height)
  }

  private mutating func scalar(
    _ text: String, isPlain: Bool, tag: String?, _ event: YAMLEvent
  ) -> LocatedNode {
    checkTag(tag, event)
    let isText = !isPlain || tag == "!" || tag == "tag:yaml.org,2002:str"
    let literal = isText ? Literal.string(text) : YAMLScalar.literal(ofPlain: text)
    return LocatedNode(.scalar(literal, text: text), at: origin(event.start, event.end))
  }

  private mutating func checkTag(_ tag: String?, _ event: YAMLEvent) {
    guard let tag, tag != "!" else { return }
    let prefix = "tag:yaml.org,2002:"
    let known = ["str", "int", "float", "bool", "null", "seq", "map"]
    if tag.hasPrefix(prefix), known.contains(String(tag.dropFirst(prefix.count))) { return }
    let shown = tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    report(
      "unknown-tag", "a spec has no YAML tags; got \"\(shown)\"", at: event.start, to: event.end)
  }

  private mutating func next() throws(Stop) -> YAMLEvent {
    do {
      return try events.next()
    } catch {
      problems += YAMLProblem(error, in: source).diagnostics
      throw Stop()
    }
  }

  private mutating func report(
    _ id: String, _ message: String, at start: YAMLPosition, to end: YAMLPosition,
    hint: String? = nil
  ) {
    if let mark = origin(start, end).mark {
      problems.append(mark.diagnostic(id: id, message, hint: hint))
    }
  }

  /// The mark of a collection: all of a flow collection, the first line of a block.
  private func origin(of first: YAMLEvent, isFlow: Bool, end: YAMLPosition) -> Origin {
    let lineEnd = YAMLPosition(line: first.start.line + 1, column: 1)
    return origin(first.start, isFlow ? end : lineEnd)
  }

  private func origin(_ start: YAMLPosition, _ end: YAMLPosition) -> Origin {
    let lineEnd = source.lengthOfLine(start.line) + 1
    let column = end.line == start.line ? end.column : lineEnd
    return source.origin(
      line: start.line, column: start.column, length: min(column, lineEnd) - start.column)
  }
}
