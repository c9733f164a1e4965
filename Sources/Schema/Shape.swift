/// Schema of a part of a spec. The whole spec is one `Shape`, from which reading, defaults, messages,
/// the reference page and the JSON Schema are derived.
public indirect enum Shape: Sendable {
  case scalar(Rule)
  /// A list of at least `atLeast` elements.
  case list(Shape, atLeast: Int)
  /// A mapping with the given keys and no others.
  case mapping([Field])
  /// A mapping from names that follow a rule (columns, classes, check codes) to values.
  case dictionary(key: Rule, value: Shape)
  /// `{kind: adam, learning_rate: 1e-3}`, or just `adam`: the variant is named under `tag`.
  /// Each variant's body is a mapping. It resolves to a mapping that starts with the tag.
  case choice(tag: String, [Variant])
  /// `{human: {accuracy: 0.87}}`, or just `majority` for a variant without a body. It resolves
  /// to a mapping of one key; a bare word to that word with `null`.
  case keyed([Variant])
  /// The first shape whose form (scalar, list, mapping) fits the value.
  case anyOf([Shape])
}

/// One key of a mapping.
public struct Field: Sendable {
  public let name: String
  public let shape: Shape
  public let fallback: Fallback
  /// One sentence for the reference page and for editors.
  public let summary: String
  /// All that must hold for the setting to have an effect; empty where it always has one.
  public let usedWhen: [Condition]
  /// The range outside of which a number is suspicious, though valid; nil where none is known.
  public private(set) var usual: ClosedRange<Double>?

  /// What holds if the key is absent.
  public enum Fallback: Sendable {
    /// The spec is invalid.
    case required
    /// Nothing is set; the text says what that means ("inferred from the target").
    case absent(String)
    case value(Literal)
  }

  public init(
    _ name: String, _ shape: Shape, _ fallback: Fallback, _ summary: String,
    usedWhen: [Condition] = []
  ) {
    self.name = name
    self.shape = shape
    self.fallback = fallback
    self.summary = summary
    self.usedWhen = usedWhen
  }

  /// A key whose value is one scalar.
  public init(
    _ name: String, _ rule: Rule, _ fallback: Fallback, _ summary: String,
    usedWhen: [Condition] = []
  ) {
    self.init(name, .scalar(rule), fallback, summary, usedWhen: usedWhen)
  }

  /// The field with a range outside of which its number is suspicious.
  public func usually(in range: ClosedRange<Double>) -> Field {
    var field = self
    field.usual = range
    return field
  }

  /// The summary followed by the conditions of use.
  public var fullSummary: String {
    ([summary] + usedWhen.map(\.sentence)).joined(separator: " ")
  }
}

/// One of the forms of a choice.
public struct Variant: Sendable {
  public let name: String
  public let summary: String
  /// What stands beside the tag (`choice`), or under the key (`keyed`); nil for a bare word.
  public let body: Shape?

  public init(_ name: String, _ summary: String, body: Shape?) {
    self.name = name
    self.summary = summary
    self.body = body
  }

  /// A variant with hyperparameters.
  public init(_ name: String, _ summary: String, fields: [Field]) {
    self.init(name, summary, body: .mapping(fields))
  }
}
