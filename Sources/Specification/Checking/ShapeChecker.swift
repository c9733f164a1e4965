import Diagnostics
import Schema
import Text

/// Checks nodes against shapes, fills in defaults and collects all problems.
///
/// Invalid values are left out of the result, so that later rules see valid values only.
struct ShapeChecker {
  var problems: [Diagnostic] = []
  /// For hints on keys in the wrong place.
  private let homes: KeyHomes

  init(homes: KeyHomes) {
    self.homes = homes
  }

  /// Checks one value.
  ///
  /// - Parameters:
  ///   - owner: Location for problems of missing keys.
  ///   - fallback: Default of the value.
  mutating func resolved(
    _ node: LocatedNode, as shape: Shape, at path: String, owner: Origin, fallback: Literal? = nil
  ) -> Resolved? {
    switch shape {
    case .scalar(let rule):
      return scalar(node, rule, at: path, fallback: fallback)
    case .list(let element, let least):
      return list(node, of: element, atLeast: least, shape, at: path)
    case .mapping(let fields):
      guard case .mapping(let entries) = node.content else { return wrong(node, shape, at: path) }
      let resolved = self.entries(entries, fields, at: path, owner: owner)
      return Resolved(.mapping(resolved), origin: node.origin)
    case .dictionary(let key, let value):
      return dictionary(node, key: key, value: value, shape, at: path)
    case .choice(let tag, let variants):
      return choice(
        node, tag: tag, variants, shape, at: path, owner: owner, fallback: fallback)
    case .keyed(let variants):
      return keyed(node, variants, shape, at: path, owner: owner)
    case .anyOf(let shapes):
      return anyOf(node, shapes, shape, at: path, owner: owner, fallback: fallback)
    }
  }

  mutating func report(
    _ id: String, _ message: String, at origin: Origin, hint: String? = nil, notes: [String] = []
  ) {
    problems.append(
      origin.mark?.diagnostic(id: id, message, hint: hint, notes: notes)
        ?? Diagnostic(id: id, message, hint: hint, notes: notes))
  }

  /// Reports a value whose form does not fit its shape.
  mutating func wrong(_ node: LocatedNode, _ shape: Shape, at path: String) -> Resolved? {
    let subject = path.isEmpty ? "a spec" : path
    report(
      "wrong-kind", "\(subject) must be \(shape.expectation); got \(node.foundText)",
      at: node.origin)
    return nil
  }

  private mutating func list(
    _ node: LocatedNode, of element: Shape, atLeast least: Int, _ shape: Shape, at path: String
  ) -> Resolved? {
    guard case .list(let elements) = node.content else {
      return wrong(node, shape, at: path)
    }
    if elements.count < least {
      report(
        "too-few",
        "\(path) must have at least \(NumberFormat.count(least, "element")); "
          + "got \(elements.count)", at: node.origin)
      return nil
    }
    // Invalid elements become null, so that later messages count elements as the user does.
    let checked = elements.enumerated().map { index, value in
      resolved(
        value, as: element, at: Path.element(index, in: path), owner: value.origin)
        ?? Resolved(.null, origin: value.origin)
    }
    return Resolved(.list(checked), origin: node.origin)
  }

  private mutating func dictionary(
    _ node: LocatedNode, key rule: Rule, value shape: Shape, _ whole: Shape, at path: String
  ) -> Resolved? {
    guard case .mapping(let entries) = node.content else { return wrong(node, whole, at: path) }
    var checked: [Resolved.Entry] = []
    for entry in entries {
      guard rule.isFollowed(by: .string(entry.key)) else {
        report(
          "dictionary-key",
          "a key\(Path.within(path)) must be \(rule.text); got \"\(entry.key)\"",
          at: entry.keyOrigin, hint: Self.hint(for: entry.key, rule))
        continue
      }
      let inner = Path.key(entry.key, in: path)
      if let value = resolved(entry.value, as: shape, at: inner, owner: entry.keyOrigin) {
        checked.append(Resolved.Entry(entry.key, value))
      }
    }
    return Resolved(.mapping(checked), origin: node.origin)
  }

  /// The entries of a mapping in the order of its fields, with defaults filled in.
  ///
  /// - Parameters:
  ///   - owner: Location for problems of missing keys.
  ///   - tag: The key that chose the fields.
  ///   - kind: Description of that choice for messages.
  mutating func entries(
    _ entries: [LocatedNode.Entry], _ fields: [Field], at path: String, owner: Origin,
    tag: String? = nil, kind: String? = nil
  ) -> [Resolved.Entry] {
    let names = fields.map(\.name) + (tag.map { [$0] } ?? [])
    var misspelled: Set<String> = []
    for entry in entries where !names.contains(entry.key) {
      if let meant = reportUnknown(entry, among: names, at: path, kind: kind) {
        misspelled.insert(meant)
      }
    }
    return fields.compactMap { field in
      let inner = Path.key(field.name, in: path)
      guard let entry = entries.first(where: { $0.key == field.name }) else {
        if case .required = field.fallback {
          if !misspelled.contains(field.name) {
            reportMissing(field, of: entries, at: path, kind: kind, owner: owner)
          }
          return nil
        }
        return fallback(of: field, at: inner).map { Resolved.Entry(field.name, $0) }
      }
      return present(entry, field, at: inner).map { Resolved.Entry(field.name, $0) }
    }
  }

  private mutating func present(
    _ entry: LocatedNode.Entry, _ field: Field, at path: String
  ) -> Resolved? {
    var node = entry.value
    var fallback: Literal?
    if case .value(let literal) = field.fallback { fallback = literal }
    if node.isNull {
      if case .absent = field.fallback { return Resolved(.null, origin: node.origin) }
      if let empty = field.shape.emptyContent { node.content = empty }
    }
    return resolved(
      node, as: field.shape, at: path, owner: entry.keyOrigin, fallback: fallback)
  }

  private mutating func fallback(of field: Field, at path: String) -> Resolved? {
    guard case .value(let literal) = field.fallback else { return nil }
    let problemCount = problems.count
    let value = resolved(
      LocatedNode(literal, at: .fallback), as: field.shape, at: path, owner: .fallback)
    guard problems.count == problemCount else { wrongDefault(path, problems.last?.message) }
    return value
  }

  private mutating func reportMissing(
    _ field: Field, of entries: [LocatedNode.Entry], at path: String, kind: String?, owner: Origin
  ) {
    let subject = (path.isEmpty ? "a spec" : path) + (kind.map { " (\($0))" } ?? "")
    let given = entries.prefix(4).map { "\"\($0.key)\"" }.joined(separator: ", ")
    let found = given.isEmpty ? "nothing" : given + (entries.count > 4 ? ", …" : "")
    report(
      "missing-key", "\(subject) must have \"\(field.name)\"; got \(found)", at: owner,
      hint: "\(field.name): \(field.shape.expectation)")
  }

  /// Reports an unknown key; returns the most similar known one.
  private mutating func reportUnknown(
    _ entry: LocatedNode.Entry, among names: [String], at path: String, kind: String?
  ) -> String? {
    let inner = Path.key(entry.key, in: path)
    if PlannedKeys.contains(inner) {
      report(
        "not-available", "\"\(inner)\" is planned and not available in this version",
        at: entry.keyOrigin)
      return nil
    }
    // No suggestions for problems beyond those that are shown.
    let near =
      problems.count < SpecificationReader.problemLimit
      ? Suggestion.nearest(to: entry.key, among: names) : nil
    let place = Path.within(path) + (kind.map { " (\($0))" } ?? "")
    let hint: String
    if entry.key == "<<" {
      hint = "YAML 1.2 has no merge keys"
    } else if let near {
      hint = "did you mean \"\(near)\"?"
    } else if let home = homes.home(of: entry.key) {
      hint = home.isEmpty ? "it belongs at the top of the spec" : "it belongs in \(home)"
    } else {
      hint = Self.list(names, called: "keys here")
    }
    report(
      "unknown-key", "unknown key \"\(entry.key)\"\(place)", at: entry.keyOrigin, hint: hint)
    return near
  }

  /// `keys here: a, b, c`, on at most one line.
  static func list(_ names: [String], called title: String) -> String {
    guard !names.isEmpty else { return "\(title): none" }
    var shown = ""
    for (index, name) in names.enumerated() {
      if shown.count + name.count > 70 { return "\(title): \(shown), …" }
      shown += (index == 0 ? "" : ", ") + name
    }
    return "\(title): \(shown)"
  }
}

/// Stops the program: a default that its own shape rejects is a mistake in Assay.
private func wrongDefault(_ path: String, _ message: String?) -> Never {
  fatalError("the default of \(path) does not follow its rule: \(message ?? "")")
}
