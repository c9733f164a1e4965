import Diagnostics
import Schema

extension ShapeChecker {
  /// Checks a scalar against its rule.
  mutating func scalar(
    _ node: LocatedNode, _ rule: Rule, at path: String, fallback: Literal?
  ) -> Resolved? {
    guard case .scalar(let literal, let text) = node.content else {
      return wrong(node, .scalar(rule), at: path)
    }
    if let value = Self.value(literal, text: text, by: rule) {
      return Resolved(value, origin: node.origin)
    }
    var hint = Self.hint(for: text, literal, rule)
    if case .null = literal, let fallback {
      hint = "leave it out for its default, \(YAMLWriter.inline(fallback))"
    }
    report(
      "rule", "\(path) must be \(rule.text); got \(node.foundText)", at: node.origin, hint: hint)
    return nil
  }

  /// The value if it follows the rule.
  static func value(_ literal: Literal, text: String, by rule: Rule) -> Resolved.Value? {
    var read = literal
    if rule.readsScalarsAsText {
      switch literal {
      case .integer, .number, .boolean: read = .string(text)
      default: break
      }
    }
    guard rule.isFollowed(by: read) else { return nil }
    return Resolved(defaults: read).value
  }

  /// A suggestion for a name that is not among the options of a rule.
  static func hint(for name: String, _ rule: Rule) -> String? {
    let names = rule.options.map(\.name)
    guard !names.isEmpty else { return nil }
    if let hint = Suggestion.hint(for: name, among: names) { return hint }
    // Options that the text of the rule names need no list.
    let isStated = names.allSatisfy { rule.text.contains($0) }
    return isStated ? nil : list(names, called: "names")
  }

  private static func hint(for text: String, _ literal: Literal, _ rule: Rule) -> String? {
    switch (rule.kind, literal) {
    case (.boolean, .string):
      switch text.lowercased() {
      case "yes", "on", "y": return "did you mean true?"
      case "no", "off", "n": return "did you mean false?"
      default: return Suggestion.hint(for: text, among: ["true", "false"])
      }
    case (.integer, .number(let number)):
      guard let whole = Int(exactly: number) else { return nil }
      return rule.isFollowed(by: .integer(whole)) ? "did you mean \(whole)?" : nil
    case (.number, .string), (.integer, .string):
      guard let number = YAMLScalar.number(text.filter { !" _'".contains($0) }) else { return nil }
      let isFollowed = rule.isFollowed(by: number)
      return isFollowed ? "did you mean \(YAMLWriter.inline(number))?" : nil
    case (.string, .integer), (.string, .number), (.string, .boolean):
      guard rule.options.isEmpty, rule.isFollowed(by: .string(text)) else { return nil }
      return "did you mean \"\(text)\" in quotes?"
    case (.string, .string):
      return hint(for: text, rule)
    default:
      return nil
    }
  }
}
