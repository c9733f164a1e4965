import Diagnostics
import Schema

/// Diagnostics of invalid YAML in a user's words.
struct YAMLProblem {
  let diagnostics: [Diagnostic]

  init(_ error: YAMLSyntaxError, in source: SourceText) {
    let tabs = Self.indentingTabs(in: source, through: error.position.line)
    guard tabs.isEmpty else {
      diagnostics = tabs
      return
    }
    if error.problem.hasPrefix("Maximum nesting level") || error.context == "while parsing" {
      let mark = source.mark(
        line: error.position.line, column: error.position.column, length: 1)
      diagnostics = [mark.diagnostic(id: "too-deep", YAMLComposer.tooDeep)]
      return
    }
    let (message, hint) = Self.words(for: error)
    // The end of the text has no line; the previous one is marked.
    var (line, column) = (error.position.line, error.position.column)
    while line > 1, line > source.lines.count || source.lengthOfLine(line) == 0 {
      line -= 1
      column = source.lengthOfLine(line) + 1
    }
    let begun = error.contextPosition
    let isElsewhere = error.context != nil && begun.line < line
    let notes = isElsewhere ? ["it belongs to what begins on line \(begun.line)"] : []
    diagnostics = [
      source.mark(line: line, column: column, length: 1).diagnostic(
        id: "yaml-syntax", "not valid YAML: \(message)", hint: hint, notes: notes)
    ]
  }

  /// YAML does not allow tabs in indentation; libyaml's messages rarely mention it.
  private static func indentingTabs(in source: SourceText, through last: Int) -> [Diagnostic] {
    source.lines.prefix(last).enumerated().compactMap { index, line in
      let margin = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }
      guard let tab = margin.firstIndex(of: "\t") else { return nil }
      let rest = line.unicodeScalars.dropFirst(margin.count)
      guard let first = rest.first, first != "#" else { return nil }
      let column = margin.distance(from: margin.startIndex, to: tab) + 1
      return source.mark(line: index + 1, column: column, length: 1).diagnostic(
        id: "tab", "a line must be indented by spaces; got a tab")
    }
  }

  private static func words(for error: YAMLSyntaxError) -> (message: String, hint: String?) {
    let problem = error.problem
    switch problem {
    case "mapping values are not allowed in this context":
      return (
        "a \":\" where no key can stand",
        "put the value in quotes, or check the indentation"
      )
    case "could not find expected ':'":
      return ("a key without a \":\" after it", "write \"key: value\"")
    case "did not find expected key":
      return ("neither a key nor the end of the mapping", "check indentation, quotes and commas")
    case "did not find expected ',' or ']'":
      return ("a list in brackets is not closed", "a \",\" or a \"]\" is missing before here")
    case "did not find expected ',' or '}'":
      return ("a mapping in braces is not closed", "a \",\" or a \"}\" is missing before here")
    case "did not find expected '-' indicator":
      return ("neither a \"-\" nor the end of the list", "check the indentation")
    case "found character that cannot start any token":
      return ("a value cannot begin with this character", "put it in quotes")
    case "found unexpected end of stream":
      return ("a quote is not closed", nil)
    case "found unknown escape character":
      return ("an unknown escape in double quotes", "use single quotes, or write \"\\\\\"")
    case "block sequence entries are not allowed in this context":
      return ("a \"-\" where no list can stand", "put the list on a line of its own")
    case "did not find expected node content":
      return ("a value is missing here", nil)
    case "did not find expected <document start>":
      return ("something stands behind the end of the spec", "check the indentation")
    case "did not find expected alphabetic or numeric character":
      return (
        "an anchor or an alias without a name", "put text that begins with \"*\" or \"&\" in quotes"
      )
    case "found undefined tag handle":
      return ("a tag that is not known", "put text that begins with \"!\" in quotes")
    default:
      let context = error.context.map { " " + $0 } ?? ""
      return (problem + context, nil)
    }
  }
}
