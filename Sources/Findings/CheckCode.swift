/// The code of a check, stable across versions: "SD08".
public struct CheckCode: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
}

extension CheckCode: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(rawValue: text) }
}

extension CheckCode: CustomStringConvertible {
  public var description: String { rawValue }
}

extension CheckCode: Comparable {
  public static func < (a: CheckCode, b: CheckCode) -> Bool { a.rawValue < b.rawValue }
}

extension CheckCode {
  /// The check that holds the evaluated rows against a constant prediction.
  public static let beatsPriorPredictor: CheckCode = "SE01"
}
