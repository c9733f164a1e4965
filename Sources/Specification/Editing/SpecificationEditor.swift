public import Diagnostics
import Schema

/// Editor of single values in the text of a spec; all other bytes stay unchanged.
///
/// The result is read again: an edit that does not mean exactly the same as the override is refused.
public struct SpecificationEditor: Sendable {
  private let reader: SpecificationReader

  public init(_ reader: SpecificationReader) {
    self.reader = reader
  }

  /// The text of a spec with paths set to values in turn; values are YAML on one line.
  ///
  /// A spec with overrides is written out with them first.
  ///
  /// **Errors** `EditFailure` for a value that cannot be changed alone, such as one with an anchor;
  /// `DiagnosticsError` if the result is not a valid spec.
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

  /// The text of a spec without the keys at some paths.
  ///
  /// **Errors** `EditFailure` for a key that cannot be removed alone; `DiagnosticsError` if the result
  /// is not a valid spec.
  public func text(of spec: ExperimentSpec, removing paths: [String]) throws -> String {
    var text = spec.rendered()
    for path in paths {
      let current = try reader.read(text: text, path: spec.path)
      let wanted = try reader.read(text: text, path: spec.path, overrides: ["~\(path)"])
      guard let changed = Self.text(of: current, removing: path),
        let reread = try? reader.read(text: changed, path: spec.path),
        reread.resolved.literal == wanted.resolved.literal
      else { throw EditFailure(path: path, value: nil) }
      text = changed
    }
    return text
  }

  private static func text(of spec: ExperimentSpec, removing path: String) -> String? {
    var node = spec.written
    var last: LocatedNode.Entry?
    for key in path.split(separator: ".") {
      guard let entry = node.entry(String(key)) else { return nil }
      (last, node) = (entry, entry.value)
    }
    var lines = TextLines(spec.text)
    guard let last, lines.remove(last) else { return nil }
    return lines.text
  }

  private static func text(
    of spec: ExperimentSpec, setting path: String, to value: String
  ) -> String? {
    let keys = path.split(separator: ".").map(String.init)
    var lines = TextLines(spec.text)
    var node = spec.written
    var last: LocatedNode.Entry?
    for (depth, key) in keys.enumerated() {
      if let entry = node.entry(key) {
        (last, node) = (entry, entry.value)
        continue
      }
      let inner = keys[depth...].reversed().dropLast().reduce(value) { "{\($1): \($0)}" }
      guard lines.insert(key, inner, into: node, isRoot: depth == 0) else { return nil }
      return lines.text
    }
    guard let mark = node.origin.mark else { return nil }
    if let last, last.keyOrigin.mark?.location.line ?? 0 < mark.location.line {
      return lines.replace(blockOf: last, by: value) ? lines.text : nil
    }
    guard lines.replace(mark, by: value) else { return nil }
    return lines.text
  }
}

/// A value that cannot be changed without changing anything else.
public struct EditFailure: ReportableError, Sendable, Hashable, CustomStringConvertible {
  public let path: String
  /// nil where it was to be removed.
  public let value: String?

  public var description: String {
    "\(path) cannot be changed in the file by itself; "
      + (value.map { "set it to \($0) by hand" } ?? "remove it by hand")
  }

  public var diagnostics: [Diagnostic] { [Diagnostic(id: "edit", description)] }
  public var fault: Fault { .pipeline }
}

/// The lines of a text with their line ends.
private struct TextLines {
  private var lines: [(content: [Unicode.Scalar], end: String)] = []

  /// Splits at YAML's line ends.
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

  /// Replaces a value within one line.
  mutating func replace(_ mark: Mark, by value: String) -> Bool {
    let (line, start) = (mark.location.line - 1, mark.location.column - 1)
    let end = start + mark.excerpt.length
    guard lines.indices.contains(line), start >= 0, end <= lines[line].content.count else {
      return false
    }
    lines[line].content.replaceSubrange(start..<end, with: Array(value.unicodeScalars))
    return true
  }

  /// Replaces a block of lines: the elements of a list one by one, so that their comments stay; any
  /// other block by a value behind its key.
  mutating func replace(blockOf entry: LocatedNode.Entry, by value: String) -> Bool {
    guard let key = entry.keyOrigin.mark, let start = entry.value.origin.mark else { return false }
    let (first, last) = (start.location.line - 1, entry.value.lastLine)
    guard lines.indices.contains(first), last <= lines.count else { return false }
    if case .list(let elements) = entry.value.content, value.hasPrefix("["), value.hasSuffix("]") {
      let marks = elements.compactMap(\.origin.mark)
      let texts = value.dropFirst().dropLast().split(separator: ",").map {
        String($0.drop { $0 == " " })
      }
      guard marks.count == elements.count,
        marks.allSatisfy({ lines.indices.contains($0.location.line - 1) }),
        let model = marks.last
      else { return false }
      let head = lines[model.location.line - 1].content.prefix(model.location.column - 1)
      let more = texts.dropFirst(marks.count).map {
        (content: Array(head) + Array($0.unicodeScalars), end: "\n")
      }
      if !more.isEmpty, lines[last - 1].end.isEmpty { lines[last - 1].end = "\n" }
      lines.insert(contentsOf: more, at: last)
      for (index, mark) in marks.enumerated().reversed() {
        if texts.indices.contains(index) {
          guard replace(mark, by: texts[index]) else { return false }
        } else {
          lines.remove(at: mark.location.line - 1)
        }
      }
      return !texts.isEmpty
    }
    // The value stands behind the key, before a comment.
    let line = key.location.line - 1
    var end = key.location.column - 1 + key.excerpt.length
    guard lines.indices.contains(line), line < first else { return false }
    while end < lines[line].content.count, lines[line].content[end] != ":" { end += 1 }
    guard end < lines[line].content.count else { return false }
    lines[line].content.insert(contentsOf: Array(" \(value)".unicodeScalars), at: end + 1)
    lines.removeSubrange(first..<last)
    return true
  }

  /// Removes a key with its value: part of a line of a flow mapping, all lines of a block mapping.
  mutating func remove(_ entry: LocatedNode.Entry) -> Bool {
    guard let key = entry.keyOrigin.mark, let value = entry.value.origin.mark else { return false }
    let (first, start) = (key.location.line - 1, key.location.column - 1)
    guard lines.indices.contains(first), start <= lines[first].content.count else { return false }
    if lines[first].content[..<start].allSatisfy({ $0 == " " }) {
      let last = max(entry.value.lastLine, first + 1)
      guard last <= lines.count else { return false }
      lines.removeSubrange(first..<last)
      return true
    }
    var end = value.location.column - 1 + value.excerpt.length
    guard value.location.line == first + 1, end <= lines[first].content.count else { return false }
    // The separator after it, or for the last key the one before.
    let separators: Set<Unicode.Scalar> = [",", " "]
    var begin = start
    let isLast = !lines[first].content[end...].starts(with: [","])
    if isLast {
      while begin > 0, separators.contains(lines[first].content[begin - 1]) { begin -= 1 }
    } else {
      while end < lines[first].content.count, separators.contains(lines[first].content[end]) {
        end += 1
      }
    }
    lines[first].content.removeSubrange(begin..<end)
    return true
  }

  /// Inserts a key into a mapping: within the braces, or on a new line at the end.
  mutating func insert(
    _ key: String, _ value: String, into node: LocatedNode, isRoot: Bool
  ) -> Bool {
    guard let mark = node.origin.mark else { return false }
    let pair = "\(key): \(value)"
    if let kind = node.word { return replace(mark, by: "{kind: \(kind), \(pair)}") }
    guard case .mapping(let entries) = node.content else {
      // An empty section: `training:`.
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
  /// The last line on which a part of the node starts.
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
