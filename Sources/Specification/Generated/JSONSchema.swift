import Schema

/// The JSON Schema (draft 7) of specs, for editors. It does not include rules about several keys.
public enum JSONSchema {
  /// The document without a trailing newline.
  public static func text(of shape: ExperimentShape) -> String {
    literal(of: shape).json
  }

  /// The document of `assay schema --json`: the JSON Schema under "schema", beside a version.
  public static func versionedText(of shape: ExperimentShape) -> String {
    (["version": 1, "schema": literal(of: shape)] as Literal).json
  }

  static func literal(of shape: ExperimentShape) -> Literal {
    guard case .mapping(let entries) = schema(of: shape.root) else { return .mapping([]) }
    let head: [Literal.Entry] = [
      Literal.Entry("$schema", "http://json-schema.org/draft-07/schema#"),
      Literal.Entry("title", "Assay experiment"),
    ]
    return .mapping(head + entries)
  }

  private static func schema(of shape: Shape) -> Literal {
    switch shape {
    case .scalar(let rule):
      return scalar(rule)
    case .list(let element, let least):
      var entries = [
        Literal.Entry("type", "array"), Literal.Entry("items", schema(of: element)),
      ]
      if least > 0 { entries.append(Literal.Entry("minItems", .integer(least))) }
      return .mapping(entries)
    case .mapping(let fields):
      return mapping(fields)
    case .dictionary(let key, let value):
      return [
        "type": "object", "propertyNames": names(by: key),
        "additionalProperties": schema(of: value),
      ]
    case .choice(let tag, let variants):
      return choice(tag: tag, variants, default: nil)
    case .keyed(let variants):
      return keyed(variants)
    case .anyOf(let shapes):
      return ["anyOf": .list(shapes.map(schema))]
    }
  }

  private static func scalar(_ rule: Rule) -> Literal {
    var entries: [Literal.Entry] = []
    if rule.options.isEmpty {
      let type: Literal =
        rule.readsScalarsAsText ? ["string", "number", "boolean"] : type(of: rule)
      entries.append(Literal.Entry("type", type))
    } else {
      entries += options(rule.options.map { ($0.name, $0.summary) })
    }
    if let bounds = rule.bounds {
      if let minimum = bounds.minimum {
        let key = bounds.isMinimumExcluded ? "exclusiveMinimum" : "minimum"
        entries.append(Literal.Entry(key, number(minimum)))
      }
      if let maximum = bounds.maximum {
        let key = bounds.isMaximumExcluded ? "exclusiveMaximum" : "maximum"
        entries.append(Literal.Entry(key, number(maximum)))
      }
    }
    if let pattern = rule.pattern { entries.append(Literal.Entry("pattern", .string(pattern))) }
    if rule.kind == .string, rule.options.isEmpty, rule.pattern == nil,
      !rule.isFollowed(by: .string(""))
    {
      entries.append(Literal.Entry("minLength", 1))
    }
    return .mapping(entries)
  }

  private static func type(of rule: Rule) -> Literal {
    switch rule.kind {
    case .number: "number"
    case .integer: "integer"
    case .boolean: "boolean"
    case .string: "string"
    }
  }

  /// Schema of the keys of a dictionary: keys are text, so only their spelling can be checked.
  private static func names(by rule: Rule) -> Literal {
    rule.options.isEmpty ? ["minLength": 1] : ["enum": .list(rule.options.map { .string($0.name) })]
  }

  /// A closed choice with descriptions of its options.
  private static func options(_ options: [(name: String, summary: String)]) -> [Literal.Entry] {
    [
      Literal.Entry("enum", .list(options.map { .string($0.name) })),
      Literal.Entry("enumDescriptions", .list(options.map { .string($0.summary) })),
    ]
  }

  private static func mapping(
    _ fields: [Field], tag: (name: String, value: Variant, isRequired: Bool)? = nil
  )
    -> Literal
  {
    var properties: [Literal.Entry] = []
    var required: [Literal] = []
    if let tag {
      properties.append(
        Literal.Entry(
          tag.name, ["const": .string(tag.value.name), "description": .string(tag.value.summary)]))
      if tag.isRequired { required.append(.string(tag.name)) }
    }
    for field in fields {
      properties.append(Literal.Entry(field.name, property(field)))
      if case .required = field.fallback { required.append(.string(field.name)) }
    }
    var entries = [
      Literal.Entry("type", "object"), Literal.Entry("properties", .mapping(properties)),
    ]
    if !required.isEmpty { entries.append(Literal.Entry("required", .list(required))) }
    entries.append(Literal.Entry("additionalProperties", false))
    return .mapping(entries)
  }

  private static func property(_ field: Field) -> Literal {
    var fallback: Literal?
    var isNullable = field.shape.emptyContent != nil
    switch field.fallback {
    case .required: break
    case .absent: isNullable = true
    case .value(let literal): fallback = literal
    }
    var value = schema(of: field.shape)
    if case .choice(let tag, let variants) = field.shape {
      value = choice(tag: tag, variants, default: ShapeChecker.kind(of: fallback, tag: tag))
    }
    if isNullable { value = nullable(value) }
    var entries = value.pairs
    entries.insert(Literal.Entry("description", .string(description(of: field))), at: 0)
    if let fallback { entries.append(Literal.Entry("default", fallback)) }
    return .mapping(entries)
  }

  private static func description(of field: Field) -> String {
    if case .absent(let explanation) = field.fallback {
      return "\(field.fullSummary) Without it: \(explanation)."
    }
    return field.fullSummary
  }

  /// The schema or null.
  private static func nullable(_ schema: Literal) -> Literal {
    let entries = schema.pairs
    func value(_ key: String) -> Literal? { entries.first { $0.key == key }?.value }
    if case .list(let values)? = value("enum"), case .list(let texts)? = value("enumDescriptions") {
      return schema.replacing("enum", by: .list(values + [.null]))
        .replacing("enumDescriptions", by: .list(texts + ["Same as an absent key."]))
    }
    switch value("type") {
    case .list(let types)?: return schema.replacing("type", by: .list(types + ["null"]))
    case let type?: return schema.replacing("type", by: [type, "null"])
    case nil: break
    }
    if case .list(let shapes)? = value("anyOf") {
      return schema.replacing("anyOf", by: .list(shapes + [["type": "null"]]))
    }
    return ["anyOf": [schema, ["type": "null"]]]
  }

  private static func choice(tag: String, _ variants: [Variant], default kind: String?) -> Literal {
    // A variant with required keys cannot be written as a word.
    let words = variants.filter { !$0.needsBody }.map { ($0.name, $0.summary) }
    let mappings = variants.map { variant in
      mapping(variant.fields, tag: (tag, variant, isRequired: variant.name != kind))
    }
    return [
      "anyOf": .list((words.isEmpty ? [] : [.mapping(options(words))]) + mappings)
    ]
  }

  private static func keyed(_ variants: [Variant]) -> Literal {
    let words = variants.filter { $0.body == nil }.map { ($0.name, $0.summary) }
    let mappings: [Literal] = variants.map { variant in
      let body = variant.body.map(schema) ?? ["type": "null"]
      return [
        "type": "object", "description": .string(variant.summary),
        "properties": .mapping([Literal.Entry(variant.name, body)]),
        "required": [.string(variant.name)], "additionalProperties": false,
      ]
    }
    return [
      "anyOf": .list((words.isEmpty ? [] : [.mapping(options(words))]) + mappings)
    ]
  }

  private static func number(_ value: Double) -> Literal {
    Int(exactly: value).map(Literal.integer) ?? .number(value)
  }
}

extension Variant {
  /// Whether it has required keys.
  var needsBody: Bool {
    fields.contains { if case .required = $0.fallback { true } else { false } }
  }
}

extension Literal {
  /// The entries of a mapping; none for anything else.
  fileprivate var pairs: [Entry] {
    if case .mapping(let entries) = self { entries } else { [] }
  }

  fileprivate func replacing(_ key: String, by value: Literal) -> Literal {
    .mapping(pairs.map { $0.key == key ? Entry(key, value) : $0 })
  }
}
