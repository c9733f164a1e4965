import Diagnostics
import Schema

/// Changes single values in the text of a spec and leaves every other byte as it is.
///
/// What comes out is read again: an edit whose text does not mean exactly what the override means
/// is not made.
public struct SpecificationEditor: Sendable {
  private let reader: SpecificationReader

  public init(_ reader: SpecificationReader) {
    self.reader = reader
  }

  /// The spec's text with each path set to its value, in turn; values are YAML on one line.
  ///
  /// A spec with overrides is written out with them first.
  ///
  /// **Errors** `EditFailure` where a value stands in a way that cannot be changed alone, such as
  /// under an anchor; `DiagnosticsError` where the values make no valid spec.
  public func text(
    of spec: ExperimentSpec, setting edits: [(path: String, value: String)]
  ) throws -> String {
    var text = spec.rendered()
    for edit in edits {
      let current = try reader.read(text: text, path: spec.path)
      let wanted = try reader.read(
        text: text, path: spec.path,
        overrides: ["\(edit.path)=\(edit.value.replacing(", ", with: ","))"])
      guard let changed = Self.text(of: current, setting: edit.path, to: edit.value),
        let reread = try? reader.read(text: changed, path: spec.path),
        reread.resolved.literal == wanted.resolved.literal
      else { throw EditFailure(path: edit.path, value: edit.value) }
      text = changed
    }
    return text
  }

  private static func text(
    of spec: ExperimentSpec, setting path: String, to value: String
  ) -> String? {
    let keys = path.split(separator: ".").map(String.init)
    var lines = TextLines(spec.text)
    var node = spec.written
    for (depth, key) in keys.enumerated() {
      if let entry = node.entry(key) {
        node = entry.value
        continue
      }
      let inner = keys[depth...].reversed().dropLast().reduce(value) { "{\($1): \($0)}" }
      guard lines.insert(key, inner, into: node, isRoot: depth == 0) else { return nil }
      return lines.text
    }
    guard let mark = node.origin.mark, lines.replace(mark, by: value) else { return nil }
    return lines.text
  }
}

/// A value that cannot be changed in the text without changing anything else.
public struct EditFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public let path: String
  public let value: String

  public var description: String {
    "\(path) cannot be changed in the file by itself; set it to \(value) by hand"
  }
}

/// The lines of a text with their ends, so that they can be put together again unchanged.
private struct TextLines {
  private var lines: [(content: [Unicode.Scalar], end: String)] = []

  /// Splits where YAML sees a line end.
  init(_ text: String) {
    var content: [Unicode.Scalar] = []
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\r" where scalars.first == "\n":
        scalars.removeFirst()
        lines.append((content, "\r\n"))
        content = []
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append((content, String(scalar)))
        content = []
      default: content.append(scalar)
      }
    }
    if !content.isEmpty { lines.append((content, "")) }
  }

  var text: String {
    var text = String.UnicodeScalarView()
    for line in lines {
      text.append(contentsOf: line.content)
      text.append(contentsOf: line.end.unicodeScalars)
    }
    return String(text)
  }

  /// Puts a value in the place of another on one line.
  mutating func replace(_ mark: Mark, by value: String) -> Bool {
    let (line, start) = (mark.location.line - 1, mark.location.column - 1)
    let end = start + mark.excerpt.length
    guard lines.indices.contains(line), start >= 0, end <= lines[line].content.count else {
      return false
    }
    lines[line].content.replaceSubrange(start..<end, with: Array(value.unicodeScalars))
    return true
  }

  /// Puts a new key into a mapping: within its braces, or on a line of its own behind the last.
  mutating func insert(
    _ key: String, _ value: String, into node: LocatedNode, isRoot: Bool
  ) -> Bool {
    guard let mark = node.origin.mark else { return false }
    let pair = "\(key): \(value)"
    if let kind = node.word { return replace(mark, by: "{kind: \(kind), \(pair)}") }
    guard case .mapping(let entries) = node.content else {
      // A section that is there and empty: `training:`.
      return node.isNull && replace(mark, by: " {\(pair)}")
    }
    let (line, column) = (mark.location.line - 1, mark.location.column - 1)
    guard lines.indices.contains(line), column >= 0, column < lines[line].content.count else {
      return false
    }
    if lines[line].content[column] == "{" {
      let close = column + mark.excerpt.length - 1
      let isWhole = close < lines[line].content.count && lines[line].content[close] == "}"
      let position = isWhole ? close : column + 1
      let text = entries.isEmpty ? pair : isWhole ? ", \(pair)" : "\(pair), "
      lines[line].content.insert(contentsOf: Array(text.unicodeScalars), at: position)
      return true
    }
    guard let first = entries.first?.keyOrigin.mark else { return false }
    let indent = isRoot ? 0 : first.location.column - 1
    let last = isRoot ? lines.count : node.lastLine
    guard last >= 1, last <= lines.count else { return false }
    let lineEnd = lines[0].end.isEmpty ? "\n" : lines[0].end
    if lines[last - 1].end.isEmpty { lines[last - 1].end = lineEnd }
    let content = String(repeating: " ", count: indent) + pair
    lines.insert((Array(content.unicodeScalars), lineEnd), at: last)
    return true
  }
}

extension LocatedNode {
  /// The last line on which a part of it begins.
  fileprivate var lastLine: Int {
    let own = origin.mark?.location.line ?? 0
    switch content {
    case .scalar: return own
    case .list(let elements): return elements.reduce(own) { max($0, $1.lastLine) }
    case .mapping(let entries):
      return entries.reduce(own) {
        max($0, $1.value.lastLine, $1.keyOrigin.mark?.location.line ?? 0)
      }
    }
  }
}
