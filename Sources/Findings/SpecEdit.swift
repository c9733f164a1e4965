public import Schema

/// A change of one value of a spec, as an override would state it.
public struct SpecEdit: Sendable, Hashable, Codable {
  /// The path of the value: "training.optimizer.learning_rate".
  public let path: SettingPath
  /// The new value, as YAML writes it on one line.
  public let value: String

  public init(_ path: SettingPath, _ value: String) {
    self.path = path
    self.value = value
  }

  /// As a command line states it: `training.optimizer.learning_rate=0.3`.
  public var override: String {
    "\(path)=\(value.replacing(", ", with: ","))"
  }
}
