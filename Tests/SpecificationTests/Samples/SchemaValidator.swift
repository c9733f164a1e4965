import Foundation
import Schema

/// The part of JSON Schema, draft 7, that the schema of specs uses, written from the standard.
struct SchemaValidator {
  static let knownKeywords: Set<String> = [
    "$schema", "title", "description", "default", "enumDescriptions", "type", "enum", "const",
    "anyOf", "properties", "required", "additionalProperties", "propertyNames", "items", "minItems",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern", "minLength",
  ]

  static func accepts(_ value: Literal, by schema: Literal) -> Bool {
    if case .boolean(let answer) = schema { return answer }
    return entries(schema).allSatisfy { keyword in
      accepts(value, keyword.key, keyword.value, within: schema)
    }
  }

  private static func accepts(
    _ value: Literal, _ keyword: String, _ wanted: Literal, within schema: Literal
  ) -> Bool {
    switch (keyword, value) {
    case ("type", _): return types(wanted).contains { isOf($0, value) }
    case ("enum", _): return elements(wanted).contains(value)
    case ("const", _): return wanted == value
    case ("anyOf", _): return elements(wanted).contains { accepts(value, by: $0) }
    case ("properties", .mapping(let pairs)):
      return pairs.allSatisfy { pair in
        entries(wanted).first { $0.key == pair.key }.map { accepts(pair.value, by: $0.value) }
          ?? true
      }
    case ("additionalProperties", .mapping(let pairs)):
      let known = entries(entries(schema).first { $0.key == "properties" }?.value).map(\.key)
      return pairs.allSatisfy { known.contains($0.key) || accepts($0.value, by: wanted) }
    case ("propertyNames", .mapping(let pairs)):
      return pairs.allSatisfy { accepts(.string($0.key), by: wanted) }
    case ("required", .mapping(let pairs)):
      return elements(wanted).allSatisfy { name in pairs.contains { .string($0.key) == name } }
    case ("items", .list(let items)): return items.allSatisfy { accepts($0, by: wanted) }
    case ("minItems", .list(let items)): return Double(items.count) >= number(wanted)
    case ("minimum", .integer), ("minimum", .number): return number(value) >= number(wanted)
    case ("maximum", .integer), ("maximum", .number): return number(value) <= number(wanted)
    case ("exclusiveMinimum", .integer), ("exclusiveMinimum", .number):
      return number(value) > number(wanted)
    case ("exclusiveMaximum", .integer), ("exclusiveMaximum", .number):
      return number(value) < number(wanted)
    case ("minLength", .string(let text)): return Double(text.count) >= number(wanted)
    case ("pattern", .string(let text)):
      guard case .string(let pattern) = wanted else { return false }
      return text.range(of: pattern, options: .regularExpression) != nil
    default: return true
    }
  }

  /// Every keyword used anywhere in a schema.
  static func keywords(of schema: Literal) -> Set<String> {
    entries(schema).reduce(into: []) { all, entry in
      all.insert(entry.key)
      switch entry.key {
      case "properties": entries(entry.value).forEach { all.formUnion(keywords(of: $0.value)) }
      case "anyOf": elements(entry.value).forEach { all.formUnion(keywords(of: $0)) }
      case "items", "additionalProperties", "propertyNames":
        all.formUnion(keywords(of: entry.value))
      default: break
      }
    }
  }

  private static func isOf(_ type: Literal, _ value: Literal) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .list),
      ("object", .mapping), ("number", .number), ("number", .integer), ("integer", .integer):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private static func types(_ literal: Literal) -> [Literal] {
    if case .list(let types) = literal { types } else { [literal] }
  }

  private static func elements(_ literal: Literal) -> [Literal] {
    if case .list(let elements) = literal { elements } else { [] }
  }

  private static func entries(_ literal: Literal?) -> [Literal.Entry] {
    if case .mapping(let entries)? = literal { entries } else { [] }
  }

  private static func number(_ literal: Literal) -> Double {
    switch literal {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: .nan
    }
  }
}
