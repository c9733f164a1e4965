import Diagnostics
import Schema

extension ShapeChecker {
  /// Checks `{kind: adam, learning_rate: 1e-3}`, or just `adam`.
  ///
  /// Without a kind, the keys are those of the default kind.
  mutating func choice(
    _ node: LocatedNode, tag: String, _ variants: [Variant], _ shape: Shape, at path: String,
    owner: Origin, fallback: Literal?
  ) -> Resolved? {
    let named: LocatedNode
    let entries: [LocatedNode.Entry]
    let tagPath: String
    switch node.content {
    case .scalar(.string, _):
      (named, entries, tagPath) = (node, [], path)
    case .mapping(let given):
      entries = given
      tagPath = Path.key(tag, in: path)
      if let entry = node.entry(tag) {
        named = entry.value
      } else if let kind = Self.kind(of: fallback, tag: tag) {
        named = LocatedNode(.string(kind), at: .fallback)
      } else {
        let names = variants.map(\.name).joined(separator: ", ")
        let found =
          given.isEmpty ? "nothing" : given.map { "\"\($0.key)\"" }.joined(separator: ", ")
        report(
          "missing-key", "\(path) must have \"\(tag)\"; got \(found)", at: owner,
          hint: "\(tag): one of \(names)")
        return nil
      }
    default:
      return wrong(node, shape, at: path)
    }
    let rule = Rule.oneOf(variants.map { Rule.Option($0.name, $0.summary) })
    guard let value = scalar(named, rule, at: tagPath, fallback: nil),
      let variant = variants.first(where: { $0.name == named.word })
    else { return nil }
    let body = self.entries(
      entries, variant.fields, at: path, owner: owner, tag: tag, kind: "\(tag) \(variant.name)")
    return Resolved(.mapping([Resolved.Entry(tag, value)] + body), origin: node.origin)
  }

  /// The kind in a default value.
  static func kind(of fallback: Literal?, tag: String) -> String? {
    switch fallback {
    case .string(let name)?: return name
    case .mapping(let entries)?:
      if case .string(let name)? = entries.first(where: { $0.key == tag })?.value { return name }
      return nil
    default: return nil
    }
  }

  /// Checks `{human: {accuracy: 0.87}}`, or just `majority`.
  mutating func keyed(
    _ node: LocatedNode, _ variants: [Variant], _ shape: Shape, at path: String, owner: Origin
  ) -> Resolved? {
    let rule = Rule.oneOf(variants.map { Rule.Option($0.name, $0.summary) })
    switch node.content {
    case .scalar(.string(let name), _):
      guard let value = scalar(node, rule, at: path, fallback: nil) else { return nil }
      guard let body = variants.first(where: { $0.name == name })?.body else {
        let empty = Resolved(.null, origin: value.origin)
        return Resolved(.mapping([Resolved.Entry(name, empty)]), origin: node.origin)
      }
      report(
        "missing-body", "\(path) must say more than \"\(name)\"; got the word alone",
        at: node.origin, hint: "write {\(name): …}: \(body.expectation)")
      return nil
    case .mapping(let entries):
      guard let entry = entries.first, entries.count == 1 else {
        let found =
          entries.isEmpty ? "none" : entries.map { "\"\($0.key)\"" }.joined(separator: ", ")
        report("one-key", "\(path) must have exactly one key; got \(found)", at: node.origin)
        return nil
      }
      let word = LocatedNode(.scalar(.string(entry.key), text: entry.key), at: entry.keyOrigin)
      guard scalar(word, rule, at: path, fallback: nil) != nil,
        let variant = variants.first(where: { $0.name == entry.key })
      else { return nil }
      let inner = Path.key(entry.key, in: path)
      guard let body = variant.body else {
        if entry.value.isNull {
          let empty = Resolved(.null, origin: entry.keyOrigin)
          return Resolved(.mapping([Resolved.Entry(entry.key, empty)]), origin: node.origin)
        }
        report(
          "wrong-kind", "\(inner) has no values of its own; got \(entry.value.foundText)",
          at: entry.value.origin, hint: "write just \(entry.key)")
        return nil
      }
      var value = entry.value
      if value.isNull, let empty = body.emptyContent { value.content = empty }
      return resolved(value, as: body, at: inner, owner: entry.keyOrigin).map {
        Resolved(.mapping([Resolved.Entry(entry.key, $0)]), origin: node.origin)
      }
    default:
      return wrong(node, shape, at: path)
    }
  }

  /// Checks the value against the most likely of several shapes: by its form, then by the number of
  /// known keys, then by the number of problems.
  mutating func anyOf(
    _ node: LocatedNode, _ shapes: [Shape], _ whole: Shape, at path: String, owner: Origin,
    fallback: Literal?
  ) -> Resolved? {
    let admitting = shapes.filter { $0.admits(node.content) }
    guard !admitting.isEmpty else { return wrong(node, whole, at: path) }
    let knownCount = admitting.map { $0.knownKeyCount(of: node) }.max() ?? 0
    let candidates = admitting.filter { $0.knownKeyCount(of: node) == knownCount }
    var best: (checker: ShapeChecker, result: Resolved?)?
    for candidate in candidates {
      var trial = self
      trial.problems = []
      let result = trial.resolved(
        node, as: candidate, at: path, owner: owner, fallback: fallback)
      if trial.problems.count < best?.checker.problems.count ?? .max { best = (trial, result) }
      if trial.problems.isEmpty { break }
    }
    guard let best else { return nil }
    let isScalar = if case .scalar = node.content { true } else { false }
    if isScalar, candidates.count > 1, !best.checker.problems.isEmpty {
      // No rule fits: the message names all possible values.
      let names = candidates.flatMap(\.words)
      report(
        "rule", "\(path) must be \(whole.expectation); got \(node.foundText)", at: node.origin,
        hint: node.word.flatMap { Suggestion.hint(for: $0, among: names) })
      return nil
    }
    problems += best.checker.problems
    return best.result
  }
}

extension Shape {
  /// Number of the keys of a node that a mapping of this shape may have.
  fileprivate func knownKeyCount(of node: LocatedNode) -> Int {
    let names: [String] =
      switch self {
      case .mapping(let fields): fields.map(\.name)
      case .choice(let tag, let variants): [tag] + variants.flatMap { $0.fields.map(\.name) }
      case .keyed(let variants): variants.map(\.name)
      case .scalar, .list, .dictionary, .anyOf: []
      }
    return node.entries.count { names.contains($0.key) }
  }

  /// The words that are a value of this shape by themselves.
  fileprivate var words: [String] {
    switch self {
    case .scalar(let rule): rule.options.map(\.name)
    case .choice(_, let variants), .keyed(let variants): variants.map(\.name)
    default: []
    }
  }
}
