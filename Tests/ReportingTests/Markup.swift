/// A strict reader of the HTML that the reports are made of: tags balance, attributes are quoted.
struct Markup {
  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  enum Event {
    case open(name: String, attributes: [(name: String, value: String)])
    case close(name: String)
    case text(String)
  }

  private(set) var events: [Event] = []

  private static let void: Set<String> = ["meta", "br", "hr"]

  init(_ html: String) throws(Malformed) {
    let scalars = Array(html.unicodeScalars)
    var open: [String] = []
    var position = 0
    func string(_ range: Range<Int>) -> String {
      String(String.UnicodeScalarView(scalars[range]))
    }
    func fail(_ why: String) -> Malformed {
      Malformed(
        description: "\(why) in \(open.joined(separator: " > ")): "
          + string(max(0, position - 30)..<min(scalars.count, position + 60)))
    }
    while position < scalars.count {
      if scalars[position] == "<" {
        guard let end = scalars[position...].firstIndex(of: ">") else { throw fail("open tag") }
        let inside = string((position + 1)..<end)
        position = end + 1
        if inside.hasPrefix("!") { continue }
        if inside.hasPrefix("/") {
          let name = String(inside.dropFirst())
          guard open.popLast() == name else { throw fail("</\(name)> closes nothing") }
          events.append(.close(name: name))
          continue
        }
        let isClosed = inside.hasSuffix("/")
        let (name, attributes) = try Self.tag(isClosed ? String(inside.dropLast()) : inside)
        events.append(.open(name: name, attributes: attributes))
        if isClosed || Self.void.contains(name) {
          events.append(.close(name: name))
        } else {
          open.append(name)
        }
        if name == "style" {
          while string(position..<min(scalars.count, position + 8)) != "</style>" {
            position += 1
            if position >= scalars.count { throw fail("style does not end") }
          }
        }
      } else {
        let end = scalars[position...].firstIndex(of: "<") ?? scalars.count
        let text = string(position..<end)
        guard !text.contains(">") else { throw fail("a bare \">\"") }
        try Self.checkEntities(text)
        events.append(.text(text))
        position = end
      }
    }
    guard open.isEmpty else { throw Malformed(description: "left open: \(open)") }
  }

  private static func tag(
    _ text: String
  ) throws(Malformed) -> (String, [(name: String, value: String)]) {
    let name = String(text.prefix { $0 != " " })
    var rest = text.dropFirst(name.count)
    var attributes: [(name: String, value: String)] = []
    while let start = rest.firstIndex(where: { $0 != " " }) {
      rest = rest[start...]
      let key = String(rest.prefix { $0 != "=" && $0 != " " })
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else {
        guard ["open"].contains(key) else { throw Malformed(description: "attribute in <\(text)>") }
        attributes.append((key, ""))
        continue
      }
      rest = rest.dropFirst()
      guard rest.first == "\"" else { throw Malformed(description: "unquoted in <\(text)>") }
      let value = String(rest.dropFirst().prefix { $0 != "\"" })
      rest = rest.dropFirst(value.count + 2)
      try checkEntities(value)
      attributes.append((key, value))
    }
    return (name, attributes)
  }

  private static func checkEntities(_ text: String) throws(Malformed) {
    for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { piece.hasPrefix($0) }
      guard known else { throw Malformed(description: "bare & before \(piece.prefix(20))") }
    }
  }

  /// One line for each element with a text of its own, indented; drawings without coordinates.
  var outline: String {
    var lines: [String] = []
    var depth = 0
    var drawing = 0
    for event in events {
      switch event {
      case .open(let name, let attributes):
        let style = attributes.first { $0.name == "class" }.map { "." + $0.value } ?? ""
        let isOpen = attributes.contains { $0.name == "open" } ? " open" : ""
        lines.append(String(repeating: " ", count: depth) + name + style + isOpen)
        depth += 1
        if name == "svg" { drawing += 1 }
      case .close(let name):
        depth -= 1
        if name == "svg" { drawing -= 1 }
      case .text(let text):
        guard drawing == 0, text.contains(where: { !$0.isWhitespace }) else { continue }
        lines.append(String(repeating: " ", count: depth) + "| " + text.replacing("\n", with: "⏎"))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
