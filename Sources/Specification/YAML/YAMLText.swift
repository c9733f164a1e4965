import Diagnostics
import Schema

/// YAML text as located nodes, with all problems of its syntax.
struct YAMLText {
  let root: LocatedNode?
  let problems: [Diagnostic]

  init(_ source: SourceText, text: String) {
    let obstacles = Self.conflictMarkers(in: source) + Self.controlCharacters(in: source)
    guard obstacles.isEmpty else {
      root = nil
      problems = obstacles
      return
    }
    var composer = YAMLComposer(source, text: text)
    root = composer.document()
    problems = composer.problems
  }

  /// Conflict markers of version control systems.
  private static func conflictMarkers(in source: SourceText) -> [Diagnostic] {
    source.lines.enumerated().compactMap { index, line in
      let isMarker =
        line.hasPrefix("<<<<<<< ") || line.hasPrefix(">>>>>>> ") || line.hasPrefix("||||||| ")
        || line == "======="
      guard isMarker else { return nil }
      let length = source.lengthOfLine(index + 1)
      return source.mark(line: index + 1, column: 1, length: length).diagnostic(
        id: "merge-conflict", "a merge conflict is not resolved here",
        hint: "keep one side and remove the markers")
    }
  }

  private static func controlCharacters(in source: SourceText) -> [Diagnostic] {
    source.lines.enumerated().compactMap { index, line in
      guard line.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 > 0x7E }) else { return nil }
      let scalars = line.unicodeScalars
      guard let bad = scalars.firstIndex(where: { !isAllowed($0) }) else { return nil }
      let column = scalars.distance(from: scalars.startIndex, to: bad) + 1
      let code = String(scalars[bad].value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return source.mark(line: index + 1, column: column, length: 1).diagnostic(
        id: "control-character", "a spec is plain text; got the character U+\(padded)")
    }
  }

  /// The characters that YAML allows.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0x10000...0x10FFFF: true
    case 0xE000...0xFFFD: scalar != "\u{FEFF}"
    default: false
    }
  }
}
