/// The location of a value in the user's spec, or where it would go.
public struct SpecPlace: Sendable, Hashable, Codable {
  /// The path as the user gave it; "override" for a value of the command line.
  public let file: String
  /// Line and column from 1; nil where the text lacks even the section.
  public let line: Int?
  public let column: Int?
  /// The whole line; `length` is the number of characters of the value.
  public let excerpt: String
  public let length: Int
  /// Whether the value is set there; otherwise it is the location of the nearest section.
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
