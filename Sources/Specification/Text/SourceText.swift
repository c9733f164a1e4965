import Diagnostics
import Schema

/// A text by a user, split into lines, for making marks.
struct SourceText: Sendable {
  /// The path of a spec, or "override".
  let file: String
  let lines: [String]
  /// Number of the first line: for an override, its number among the overrides.
  let firstLine: Int
  let isOverride: Bool
  /// Number of characters on each line without trailing spaces.
  private let lengths: [Int]

  /// The text of a spec.
  init(spec text: String, file: String) {
    self.file = file
    self.lines = Self.lines(of: text)
    self.firstLine = 1
    self.isOverride = false
    self.lengths = lines.map(Self.length)
  }

  /// An override with its number, from 1.
  init(override argument: String, number: Int) {
    self.file = "override"
    self.lines = [argument]
    self.firstLine = number
    self.isOverride = true
    self.lengths = lines.map(Self.length)
  }

  /// The mark of `length` characters; line and column start at 1.
  func mark(line: Int, column: Int, length: Int) -> Mark {
    let text = line >= 1 && line <= lines.count ? lines[line - 1] : ""
    return Mark(
      location: SourceLocation(file: file, line: line + firstLine - 1, column: column),
      excerpt: Excerpt(line: text, length: max(1, length)))
  }

  func origin(line: Int, column: Int, length: Int) -> Origin {
    let mark = mark(line: line, column: column, length: length)
    return isOverride ? .override(mark) : .spec(mark)
  }

  /// Number of characters on a line without trailing spaces.
  func lengthOfLine(_ line: Int) -> Int {
    line >= 1 && line <= lengths.count ? lengths[line - 1] : 0
  }

  private static func length(of line: String) -> Int {
    line.unicodeScalars.reversed().drop { $0 == " " || $0 == "\t" }.count
  }

  /// Splits at YAML's line ends, so that line numbers agree with its parser.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where isAfterReturn:
        isAfterReturn = false
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append(String(line))
        line.removeAll()
        isAfterReturn = scalar == "\r"
      default:
        line.append(scalar)
        isAfterReturn = false
      }
    }
    lines.append(String(line))
    return lines
  }
}
