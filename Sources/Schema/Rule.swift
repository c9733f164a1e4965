/// The constraint on one scalar of a spec, with its text and counterexamples.
///
/// Ranges are stated in rules only: messages, the reference page and the JSON Schema are generated
/// from them.
public struct Rule: Sendable {
  /// The kinds of scalar of YAML 1.2's core schema.
  public enum Kind: String, Sendable, CaseIterable {
    case number, integer, boolean, string
  }

  public let kind: Kind
  /// The constraint as a phrase: "a number above 0".
  public let text: String
  /// The options of a closed choice.
  public let options: [Option]
  /// What the value refers to, if a later stage checks it against files or data.
  public let reference: Reference?
  /// The bounds, for the JSON Schema.
  public let bounds: Bounds?
  /// The regular expression that a string must match, for the JSON Schema.
  public let pattern: String?
  /// Whether a number or `true` is read as its text, since a class may be named 1.
  public let readsScalarsAsText: Bool
  /// Values that the rule must reject, for contract tests.
  public let counterexamples: [Literal]
  private let accepts: @Sendable (Literal) -> Bool

  public init(
    kind: Kind, text: String, options: [Option] = [], reference: Reference? = nil,
    bounds: Bounds? = nil, pattern: String? = nil, readsScalarsAsText: Bool = false,
    counterexamples: [Literal], accepts: @escaping @Sendable (Literal) -> Bool
  ) {
    self.kind = kind
    self.text = text
    self.options = options
    self.reference = reference
    self.bounds = bounds
    self.pattern = pattern
    self.readsScalarsAsText = readsScalarsAsText
    self.counterexamples = counterexamples
    self.accepts = accepts
  }

  /// Whether the value follows the rule. An integer is accepted wherever a number is.
  public func isFollowed(by value: Literal) -> Bool {
    switch (kind, value) {
    case (.number, .integer(let integer)): accepts(.number(Double(integer)))
    case (.number, .number), (.integer, .integer), (.boolean, .boolean), (.string, .string):
      accepts(value)
    default: false
    }
  }

  /// One option of a closed choice with its meaning.
  public struct Option: Sendable, Hashable {
    public let name: String
    public let summary: String

    public init(_ name: String, _ summary: String) {
      self.name = name
      self.summary = summary
    }
  }

  /// What a string of the spec may refer to.
  public enum Reference: Sendable, Hashable {
    case path, column, metric, check
  }

  /// The interval a number must lie in; nil is unbounded.
  public struct Bounds: Sendable, Hashable {
    public let minimum: Double?
    public let isMinimumExcluded: Bool
    public let maximum: Double?
    public let isMaximumExcluded: Bool

    public init(
      minimum: Double? = nil, isMinimumExcluded: Bool = false, maximum: Double? = nil,
      isMaximumExcluded: Bool = false
    ) {
      self.minimum = minimum
      self.isMinimumExcluded = isMinimumExcluded
      self.maximum = maximum
      self.isMaximumExcluded = isMaximumExcluded
    }

    /// Whether a number is finite and within the bounds.
    public func contains(_ value: Double) -> Bool {
      guard value.isFinite else { return false }
      if let minimum, isMinimumExcluded ? value <= minimum : value < minimum { return false }
      if let maximum, isMaximumExcluded ? value >= maximum : value > maximum { return false }
      return true
    }
  }
}
