public import Diagnostics
public import Schema

/// A checked spec: all values conform to the shape and have an origin.
public struct ExperimentSpec: Sendable {
  /// The path as the user gave it.
  public let path: String
  /// The file's text, without overrides.
  public let text: String
  /// The overrides as arguments; those of a sweep with the value of this spec.
  public let overrides: [String]
  /// The whole spec, defaults filled in.
  public let resolved: Resolved
  /// Warnings of settings that are valid and probably a mistake.
  public let warnings: [Diagnostic]
  /// The spec as written with overrides applied, without defaults.
  let written: LocatedNode

  init(
    path: String, text: String, overrides: [String], resolved: Resolved, warnings: [Diagnostic],
    written: LocatedNode
  ) {
    self.path = path
    self.text = text
    self.overrides = overrides
    self.resolved = resolved
    self.warnings = warnings
    self.written = written
  }

  /// The whole spec, for reading by key.
  public var settings: Settings { Settings(resolved) }

  /// The spec as YAML with overrides applied; the unchanged text if there are none.
  public func rendered() -> String {
    guard !overrides.isEmpty else { return text }
    let names = overrides.map { "#   \(Self.commentLine($0))\n" }.joined()
    return "# \(Self.commentLine(path)) with these overrides applied:\n" + names
      + YAMLWriter.document(written.literal)
  }

  /// A text without characters that would end a comment.
  private static func commentLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isLineEnd = ["\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}"].contains(scalar)
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      line.append(isLineEnd || isControl ? "\u{FFFD}" : scalar)
    }
    return String(line)
  }
}
