/// A change of one value of a spec, as an override would state it.
public struct SpecEdit: Sendable, Hashable, Codable {
  /// Such as "training.optimizer.learning_rate".
  public let path: String
  /// As YAML writes it on one line.
  public let value: String

  public init(_ path: String, _ value: String) {
    self.path = path
    self.value = value
  }

  /// As a command line states it: `training.optimizer.learning_rate=0.3`.
  public var override: String {
    "\(path)=\(value.replacing(", ", with: ","))"
  }
}

/// Where a value of a spec stands in the user's text, or where it would go.
public struct SpecPlace: Sendable, Hashable, Codable {
  /// As the user gave it; "override" for a value of the command line.
  public let file: String
  /// Line and column from 1; nil where the text has not even the section.
  public let line: Int?
  public let column: Int?
  /// The whole line, and how many characters of it are meant.
  public let excerpt: String
  public let length: Int
  /// Whether the value stands there; otherwise the place is that of the nearest section.
  public let isSet: Bool

  public init(
    file: String, line: Int?, column: Int?, excerpt: String, length: Int, isSet: Bool
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.excerpt = excerpt
    self.length = length
    self.isSet = isSet
  }

  /// "digits.yaml:14:38", as far as it is known.
  public var text: String {
    guard let line, let column else { return file }
    return "\(file):\(line):\(column)"
  }
}
