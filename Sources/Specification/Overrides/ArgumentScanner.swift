import Diagnostics
import Schema

/// Scanner of the Unicode scalars of an argument.
struct ArgumentScanner {
  private let source: SourceText
  let scalars: [Unicode.Scalar]
  var index = 0

  init(_ source: SourceText) {
    self.source = source
    self.scalars = Array((source.lines.first ?? "").unicodeScalars)
  }

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  var isAtEnd: Bool { index >= scalars.count }

  /// Skips a scalar if it is next.
  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  mutating func skipBlanks() {
    while next == " " || next == "\t" { index += 1 }
  }

  func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  /// The text of a range without surrounding spaces.
  func trimmed(_ range: Range<Int>) -> String { text(trimmedRange(range)) }

  func trimmedRange(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, scalars[first] == " " || scalars[first] == "\t" {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    while let last = range.last, scalars[last] == " " || scalars[last] == "\t" {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    return range
  }

  func origin(_ range: Range<Int>) -> Origin {
    source.origin(line: 1, column: range.lowerBound + 1, length: range.count)
  }

  /// The next position.
  var here: Origin { origin(index..<(index + 1)) }

  /// Reads a quoted text that starts at the next position.
  mutating func quoted() throws(OverrideProblem) -> String {
    let start = index
    let quote = scalars[index]
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = next {
      index += 1
      if scalar == quote { return String(text) }
      if scalar == "\\", let escaped = next, escaped == quote || escaped == "\\" {
        text.append(escaped)
        index += 1
      } else {
        text.append(scalar)
      }
    }
    throw OverrideProblem(
      "override-quote", "a quote must be closed; got the end of the override",
      at: origin(start..<(start + 1)))
  }
}
