/// A change of one value of a spec, as an override would state it.
public struct SpecEdit: Sendable, Hashable, Codable {
  /// The path of the value: "training.optimizer.learning_rate".
  public let path: String
  /// The new value, as YAML writes it on one line.
  public let value: String

  /// The path of the learning rate.
  public static let learningRatePath = "training.optimizer.learning_rate"

  public init(_ path: String, _ value: String) {
    self.path = path
    self.value = value
  }

  /// As a command line states it: `training.optimizer.learning_rate=0.3`.
  public var override: String {
    "\(path)=\(value.replacing(", ", with: ","))"
  }
}
