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

  /// Leaves a column out of the inputs; nil for a name that a path cannot hold.
  public static func dropping(_ column: String) -> SpecEdit? {
    isPlain(column) ? SpecEdit(SettingPath.features.appending(column), "drop") : nil
  }

  /// Keeps rows of one group in one part; nil for a name that a path cannot hold.
  public static func grouping(by column: String) -> SpecEdit? {
    isPlain(column) ? SpecEdit(.splitMethod, "{group: \(column)}") : nil
  }

  private static func isPlain(_ name: String) -> Bool {
    name.first?.isLetter == true
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_")
      }
  }

  /// As a command line states it: `training.optimizer.learning_rate=0.3`.
  public var override: String {
    "\(path)=\(value.replacing(", ", with: ","))"
  }
}
