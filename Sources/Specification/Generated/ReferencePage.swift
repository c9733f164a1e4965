import Schema

/// The reference page of specs as Markdown, generated from the shape.
public enum ReferencePage {
  /// The page without a trailing newline.
  public static func markdown(of shape: ExperimentShape) -> String {
    var page = Page()
    page.add(introduction)
    if case .mapping(let fields) = shape.root {
      page.addTable(of: fields)
      for field in fields { page.addSections(for: field, at: field.name, level: 2) }
    }
    page.add("## Rules about several keys\n")
    page.add(shape.ruleSummaries.map { "- \($0)\n" }.joined())
    page.add("## Short paths\n")
    page.add(
      shape.aliases.map {
        "- `\($0.short.joined(separator: "."))` means `\($0.full.joined(separator: "."))`.\n"
      }.joined())
    page.add("## Planned\n")
    page.add(
      "These keys have a meaning but are not available in this version: "
        + PlannedKeys.paths.sorted().map { "`\($0)`" }.joined(separator: ", ") + ".\n")
    return String(page.text.dropLast())
  }

  private static let introduction = """
    # The spec

    <!-- Generated from the shapes and rules of the sources; do not edit. -->

    An experiment is one YAML file. `1e-4` is a number and `no` is text (YAML 1.2). An unknown key
    is an error. Any key can be set on the command line: `training.epochs=5`; a list of values,
    `training.epochs=5,10`, makes a sweep. `assay validate SPEC --resolved` prints every value with
    its origin.

    ## Overrides

    | form | does |
    |---|---|
    | `key=value`, `++key=value` | sets a key, whether or not the spec has it |
    | `+key=value` | adds a key that the spec must not have |
    | `~key`, `~key=value` | removes a key (only if it has that value) |
    | `goals[0].at_least=0.9` | sets a key of a list element |
    | `model=mlp` | changes the kind; the settings of the previous kind are dropped |
    | `key=[a, b]`, `key={k: v}`, `key='text'` | a list, a mapping, a text |
    | `key=a,b`, `key=choice(a,b)` | a sweep over these values |
    | `key=range(start,stop,step)` | a sweep from start by step, without stop |
    | `key=logspace(a,b,n)` | a sweep of n values from 10^a to 10^b, evenly spaced in the exponent |

    ## Keys

    """
}

/// The text of the page under construction.
private struct Page {
  private(set) var text = ""

  mutating func add(_ part: String) {
    if !text.isEmpty { text += "\n" }
    text += part
  }

  mutating func addTable(of fields: [Field], tag: String? = nil) {
    guard !fields.isEmpty else { return }
    var table = "| key | value | default | what |\n|---|---|---|---|\n"
    for field in fields {
      let cells = [
        "`\(field.name)`", Self.value(of: field.shape), Self.fallback(of: field),
        field.fullSummary,
      ]
      table += "| " + cells.map(Self.cell).joined(separator: " | ") + " |\n"
    }
    add(table)
  }

  /// A section for a key that needs more than a table row.
  mutating func addSections(for field: Field, at path: String, level: Int) {
    let heading = String(repeating: "#", count: min(level, 6)) + " `\(path)`\n"
    let shape = field.shape
    guard shape.hasSections else { return }
    add(heading)
    add("\(field.fullSummary)\n")
    addBody(of: shape, at: path, level: level)
  }

  private mutating func addBody(of shape: Shape, at path: String, level: Int) {
    switch shape {
    case .scalar(let rule):
      addOptions(rule.options.map { ($0.name, $0.summary) })
    case .mapping(let fields):
      addTable(of: fields)
      for field in fields {
        addSections(for: field, at: "\(path).\(field.name)", level: level + 1)
      }
    case .list(let element, _):
      addBody(of: element, at: "\(path)[]", level: level)
    case .dictionary(_, let value):
      addBody(of: value, at: "\(path).NAME", level: level)
    case .choice(let tag, let variants):
      addOptions(variants.map { ($0.name, $0.summary) })
      for variant in variants where !variant.fields.isEmpty {
        add("`\(tag): \(variant.name)`\n")
        addTable(of: variant.fields)
      }
      addSections(of: variants, at: path, level: level + 1)
    case .keyed(let variants):
      addKeyed(variants, at: path, level: level)
    case .anyOf(let shapes):
      for shape in shapes where shape.hasSections {
        if shapes.count(where: \.hasSections) > 1 { add("As \(shape.expectation):\n") }
        addBody(of: shape, at: path, level: level)
      }
    }
  }

  /// The sections of the keys of variants, one for all variants with the same text.
  private mutating func addSections(of variants: [Variant], at path: String, level: Int) {
    var sections: [(field: Field, body: String, variants: [String])] = []
    for variant in variants {
      for field in variant.fields where field.shape.hasSections {
        var part = Page()
        part.addBody(of: field.shape, at: "\(path).\(field.name)", level: level)
        let alike = sections.firstIndex { $0.field.name == field.name && $0.body == part.text }
        if let alike {
          sections[alike].variants.append(variant.name)
        } else {
          sections.append((field, part.text, [variant.name]))
        }
      }
    }
    for section in sections {
      let isTheOnly = sections.count { $0.field.name == section.field.name } == 1
      let names = isTheOnly ? "" : " of " + section.variants.joined(separator: ", ")
      let marks = String(repeating: "#", count: min(level, 6))
      add("\(marks) `\(path).\(section.field.name)`\(names)\n")
      add("\(section.field.fullSummary)\n")
      add(section.body)
    }
  }

  /// A table of the variants; those with the same keys share a table of keys.
  private mutating func addKeyed(_ variants: [Variant], at path: String, level: Int) {
    var table = "| value | with | what |\n|---|---|---|\n"
    for variant in variants {
      let body = variant.body.map { Self.value(of: $0) } ?? "alone"
      let cells = ["`\(variant.name)`", body, variant.summary].map(Self.cell)
      table += "| " + cells.joined(separator: " | ") + " |\n"
    }
    add(table)
    var shown: [[String]] = []
    for variant in variants where !variant.fields.isEmpty {
      let names = variant.fields.map(\.name)
      guard !shown.contains(names) else { continue }
      shown.append(names)
      let alike = variants.filter { $0.fields.map(\.name) == names }.map { "`\($0.name)`" }
      add(alike.joined(separator: ", ") + "\n")
      addTable(of: variant.fields)
    }
  }

  private mutating func addOptions(_ options: [(name: String, summary: String)]) {
    guard !options.isEmpty else { return }
    add(
      "| value | what |\n|---|---|\n"
        + options.map { "| `\($0.name)` | \(Self.cell($0.summary)) |\n" }.joined())
  }

  private static func value(of shape: Shape) -> String {
    switch shape {
    case .scalar(let rule) where !rule.options.isEmpty: "a name, see below"
    case .scalar(let rule): rule.text
    case .list(let element, let least):
      (least > 0 ? "a list of at least \(least): " : "a list: ") + value(of: element)
    case .mapping(let fields) where !shape.hasSections:
      "`{" + fields.map { "\($0.name): …" }.joined(separator: ", ") + "}`"
    case .mapping: "a mapping, see below"
    case .dictionary(let key, let value):
      "a mapping from \(key.text) to \(self.value(of: value))"
    case .choice(let tag, _): "a kind, see below, alone or as `{\(tag): …}`"
    case .keyed: "one of a choice, see below"
    case .anyOf(let shapes): unique(shapes.map(value)).joined(separator: ", or ")
    }
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private static func fallback(of field: Field) -> String {
    switch field.fallback {
    case .required: "required"
    case .absent(let explanation): explanation
    case .value(let literal):
      field.shape.isMapping && literal == .mapping([])
        ? "its keys' defaults" : "`\(YAMLWriter.inline(literal))`"
    }
  }

  /// Text with the characters escaped that would break a table.
  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}

extension Shape {
  fileprivate var isMapping: Bool {
    if case .mapping = self { true } else { false }
  }

  /// Whether it needs more than a table row.
  fileprivate var hasSections: Bool {
    switch self {
    case .scalar(let rule): !rule.options.isEmpty
    case .mapping(let fields):
      fields.count > 2
        || fields.contains { field in
          if case .required = field.fallback { field.shape.hasSections } else { true }
        }
    case .choice, .keyed: true
    case .list(let element, _): element.hasSections
    case .dictionary(_, let value): value.hasSections
    case .anyOf(let shapes): shapes.contains(where: \.hasSections)
    }
  }
}
