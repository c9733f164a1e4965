public import Diagnostics

/// A checked value of a spec with its origin, defaults filled in.
public struct Resolved: Sendable {
  public let value: Value
  public let origin: Origin

  public indirect enum Value: Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case list([Resolved])
    case mapping([Entry])
  }

  public struct Entry: Sendable {
    public let key: String
    public let value: Resolved

    public init(_ key: String, _ value: Resolved) {
      self.key = key
      self.value = value
    }
  }

  public init(_ value: Value, origin: Origin) {
    self.value = value
    self.origin = origin
  }

  /// The value without origins.
  public var literal: Literal {
    switch value {
    case .null: .null
    case .boolean(let boolean): .boolean(boolean)
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .string(let string): .string(string)
    case .list(let elements): .list(elements.map(\.literal))
    case .mapping(let entries): .mapping(entries.map { Literal.Entry($0.key, $0.value.literal) })
    }
  }

  /// A value whose parts all have the origin `fallback`.
  public init(defaults literal: Literal) {
    let value: Value =
      switch literal {
      case .null: .null
      case .boolean(let boolean): .boolean(boolean)
      case .integer(let integer): .integer(integer)
      case .number(let number): .number(number)
      case .string(let string): .string(string)
      case .list(let elements): .list(elements.map(Resolved.init(defaults:)))
      case .mapping(let entries):
        .mapping(entries.map { Entry($0.key, Resolved(defaults: $0.value)) })
      }
    self.init(value, origin: .fallback)
  }
}

/// Origin of a value.
public enum Origin: Sendable, Hashable {
  case spec(Mark)
  case override(Mark)
  case fallback

  /// Location in the user's text, if there is one.
  public var mark: Mark? {
    switch self {
    case .spec(let mark), .override(let mark): mark
    case .fallback: nil
    }
  }
}

/// A marked range of the user's text, for diagnostics of later stages.
public struct Mark: Sendable, Hashable {
  public let location: SourceLocation
  public let excerpt: Excerpt

  public init(location: SourceLocation, excerpt: Excerpt) {
    self.location = location
    self.excerpt = excerpt
  }

  /// A diagnostic at this location.
  public func diagnostic(
    _ severity: Severity = .error, id: String, _ message: String, hint: String? = nil,
    notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      severity, id: id, message, at: location, excerpt: excerpt, hint: hint, notes: notes)
  }
}
