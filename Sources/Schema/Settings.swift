/// A checked mapping, for reading by key as the type of its rule.
///
/// A key that the shape does not have, or another type, stops the program with the key's name.
public struct Settings: Sendable {
  public let entries: [Resolved.Entry]
  public let origin: Origin

  public init(_ resolved: Resolved) {
    guard case .mapping(let entries) = resolved.value else { wrongSetting("mapping", resolved) }
    self.entries = entries
    self.origin = resolved.origin
  }

  /// Settings with the origin `fallback`: for tests and for models that Assay makes by itself.
  public init(defaults entries: [(String, Literal)]) {
    self.init(Resolved(defaults: .mapping(entries.map { Literal.Entry($0.0, $0.1) })))
  }

  /// The value of a key; nil if it is absent or null.
  public subscript(key: String) -> Resolved? {
    guard let found = entries.first(where: { $0.key == key })?.value else { return nil }
    if case .null = found.value { return nil }
    return found
  }

  public var keys: [String] { entries.map(\.key) }

  public func number(_ key: String) -> Double { present(key, optionalNumber(key)) }
  public func integer(_ key: String) -> Int { present(key, optionalInteger(key)) }
  public func string(_ key: String) -> String { present(key, optionalString(key)) }
  public func flag(_ key: String) -> Bool { present(key, self[key]?.boolean) }
  public func nested(_ key: String) -> Settings { present(key, optionalNested(key)) }
  public func list(_ key: String) -> [Resolved] { self[key]?.elements ?? [] }

  public func optionalNumber(_ key: String) -> Double? { self[key]?.number }
  public func optionalInteger(_ key: String) -> Int? { self[key]?.integer }
  public func optionalString(_ key: String) -> String? { self[key]?.string }
  public func optionalNested(_ key: String) -> Settings? { self[key].map(Settings.init) }

  /// Location of the value of a key, if the user wrote it.
  public func mark(_ key: String) -> Mark? { self[key]?.origin.mark }

  private func present<Value>(_ key: String, _ value: Value?) -> Value {
    guard let value else { fatalError("setting \"\(key)\" is not set; keys here: \(keys)") }
    return value
  }
}

extension Resolved {
  public var boolean: Bool {
    guard case .boolean(let boolean) = value else { wrongSetting("boolean", self) }
    return boolean
  }

  public var integer: Int {
    guard case .integer(let integer) = value else { wrongSetting("whole number", self) }
    return integer
  }

  public var number: Double {
    switch value {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: wrongSetting("number", self)
    }
  }

  public var string: String {
    guard case .string(let string) = value else { wrongSetting("string", self) }
    return string
  }

  public var elements: [Resolved] {
    guard case .list(let elements) = value else { wrongSetting("list", self) }
    return elements
  }
}

private func wrongSetting(_ expected: String, _ found: Resolved) -> Never {
  fatalError("setting: expected a \(expected), found \(found.literal)")
}
