/// A place in a text a user wrote: a file or an argument, its line and its column, both from 1.
public struct SourceLocation: Sendable, Hashable, Codable {
  /// The path as the user gave it, or the name of an argument.
  public let file: String
  public let line: Int
  /// Counted in Unicode scalars, from 1.
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  public var description: String { "\(file):\(line):\(column)" }
}
