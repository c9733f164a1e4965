/// A value of YAML's core schema: scalar, list or mapping.
public indirect enum Literal: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([Literal])
  case mapping([Entry])

  /// A key and its value; mappings keep their order.
  public struct Entry: Sendable, Hashable {
    public let key: String
    public let value: Literal

    public init(_ key: String, _ value: Literal) {
      self.key = key
      self.value = value
    }
  }
}

extension Literal: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: Literal...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (String, Literal)...) {
    self = .mapping(elements.map { Entry($0.0, $0.1) })
  }
}
