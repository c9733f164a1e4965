/// The place of a setting in a spec: "training.optimizer.learning_rate".
///
/// The constants are the settings that code other than the one that reads them speaks of: conditions
/// of use, edits of a diagnosis, lines of a report. A test holds each against the shape of the spec.
public struct SettingPath: Sendable, Hashable {
  /// The keys from the outermost, joined by dots.
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  public var keys: [String] { text.split(separator: ".").map(String.init) }

  /// The last key: "learning_rate".
  public var key: String { keys.last ?? "" }

  /// The setting of a key in this section.
  public func appending(_ key: String) -> SettingPath { SettingPath("\(text).\(key)") }

  /// Whether it is a setting of a section, at any depth.
  public func isIn(_ section: SettingPath) -> Bool { text.hasPrefix(section.text + ".") }
}

extension SettingPath: CustomStringConvertible {
  public var description: String { text }
}

extension SettingPath: Comparable {
  public static func < (one: SettingPath, other: SettingPath) -> Bool { one.text < other.text }
}

extension SettingPath: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

extension SettingPath: Codable {
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
