import Diagnostics
public import Schema

/// The values of a resolved spec with their origins, as a list, a table and JSON.
public enum ResolvedListing {
  /// One value: a scalar, a list of scalars, or an empty mapping.
  public struct Value: Sendable, Hashable {
    /// Such as `training.optimizer.learning_rate` or `goals[0].metric`.
    public let path: String
    /// As YAML writes it on one line.
    public let yaml: String
    public let origin: Origin

    /// `spec digits.yaml:4:9`, `override 2` or `default`.
    public var originText: String { ResolvedListing.text(of: origin) }
  }

  /// All values in the order of the shape.
  public static func values(of spec: ExperimentSpec) -> [Value] {
    values(of: spec.resolved, at: "")
  }

  /// Three columns (path, value, origin) without a trailing newline.
  public static func text(of spec: ExperimentSpec) -> String {
    let values = values(of: spec)
    let pathWidth = values.map(\.path.count).max() ?? 0
    let valueWidth = min(40, values.map(\.yaml.count).max() ?? 0)
    return values.map { value in
      padded(value.path, to: pathWidth) + "  " + padded(value.yaml, to: valueWidth)
        + "  \(value.originText)"
    }.joined(separator: "\n")
  }

  /// `resolved.json`: the spec's tree, with `{"value": …, "origin": …}` in place of each value;
  /// without a trailing newline.
  public static func json(of spec: ExperimentSpec) -> String { document(of: spec).json }

  /// The document of `assay validate --resolved --json`: that of each spec under "resolved".
  public static func json(of specs: [ExperimentSpec]) -> String {
    (["version": 1, "resolved": .list(specs.map(document))] as Literal).json
  }

  private static func document(of spec: ExperimentSpec) -> Literal {
    [
      "format": "assay-resolved", "version": 1, "spec": .string(spec.path),
      "overrides": .list(spec.overrides.map(Literal.string)),
      "values": tree(of: spec.resolved),
    ]
  }

  private static func values(of node: Resolved, at path: String) -> [Value] {
    switch node.value {
    case .mapping(let entries) where !entries.isEmpty:
      entries.flatMap { values(of: $0.value, at: Path.key($0.key, in: path)) }
    case .list(let elements) where !elements.allSatisfy(\.isScalar):
      elements.enumerated().flatMap { index, element in
        values(of: element, at: Path.element(index, in: path))
      }
    default:
      [Value(path: path, yaml: YAMLWriter.inline(node.literal), origin: node.origin)]
    }
  }

  private static func tree(of node: Resolved) -> Literal {
    switch node.value {
    case .mapping(let entries) where !entries.isEmpty:
      .mapping(entries.map { Literal.Entry($0.key, tree(of: $0.value)) })
    case .list(let elements) where !elements.allSatisfy(\.isScalar):
      .list(elements.map(tree))
    default:
      ["value": node.literal, "origin": .string(text(of: node.origin))]
    }
  }

  private static func text(of origin: Origin) -> String {
    switch origin {
    case .spec(let mark): "spec \(mark.location)"
    case .override(let mark): "override \(mark.location.line)"
    case .fallback: "default"
    }
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension Resolved {
  fileprivate var isScalar: Bool {
    switch value {
    case .list, .mapping: false
    default: true
    }
  }
}
