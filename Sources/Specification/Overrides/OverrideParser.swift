import Diagnostics
import Schema

/// Parser of `key=value` in the core of Hydra's grammar.
///
/// **Source** Hydra 1.3, "Basic override syntax" and "Extended override syntax".
struct OverrideParser {
  /// Largest number of values of one sweep.
  static let sweepLimit = 10_000

  private var scanner: ArgumentScanner
  private let aliases: [PathAlias]

  /// Parses an argument; `number` is its number among the overrides, from 1.
  static func override(
    _ argument: String, number: Int, aliases: [PathAlias]
  ) throws(OverrideProblem) -> Override {
    var parser = OverrideParser(
      scanner: ArgumentScanner(SourceText(override: argument, number: number)), aliases: aliases)
    return try parser.override(argument)
  }

  private mutating func override(_ argument: String) throws(OverrideProblem) -> Override {
    let action = self.action()
    let path = try self.path()
    guard scanner.skip("=") else {
      guard case .delete = action, scanner.isAtEnd else {
        let whole = scanner.origin(0..<max(1, scanner.scalars.count))
        throw OverrideProblem(
          "override-form", "an override must be key=value; got \"\(argument)\"",
          at: scanner.isAtEnd ? whole : scanner.here)
      }
      return Override(
        action: action, path: path, choices: [], text: argument, head: argument)
    }
    let head = scanner.text(0..<scanner.index)
    let choices = try self.choices()
    return Override(
      action: action, path: path, choices: choices, text: argument, head: head)
  }

  private mutating func action() -> Override.Action {
    if scanner.skip("~") { return .delete }
    guard scanner.skip("+") else { return .set }
    return scanner.skip("+") ? .force : .add
  }

  // MARK: The path

  private mutating func path() throws(OverrideProblem) -> [Override.Segment] {
    var segments: [Override.Segment] = []
    repeat {
      segments.append(try key())
      while scanner.next == "[" { segments.append(try bracketedIndex()) }
    } while scanner.skip(".")
    if scanner.next == "@" {
      throw OverrideProblem(
        "override-form", "an override must be key=value; got a package behind \"@\"",
        at: scanner.here)
    }
    return expanded(segments)
  }

  private mutating func key() throws(OverrideProblem) -> Override.Segment {
    let start = scanner.index
    if let quote = scanner.next, quote == "'" || quote == "\"" {
      let text = try scanner.quoted()
      return Override.Segment(
        text: text, isIndex: false, origin: scanner.origin(start..<scanner.index))
    }
    while let scalar = scanner.next, !".=[]@".unicodeScalars.contains(scalar) {
      scanner.index += 1
    }
    guard scanner.index > start else {
      throw OverrideProblem(
        "override-form",
        "an override must name a key before \"=\"; got "
          + (scanner.next.map { "\"\($0)\"" } ?? "nothing"), at: scanner.here)
    }
    let range = start..<scanner.index
    return Override.Segment(
      text: scanner.text(range), isIndex: false, origin: scanner.origin(range))
  }

  private mutating func bracketedIndex() throws(OverrideProblem) -> Override.Segment {
    let start = scanner.index
    scanner.index += 1
    while let scalar = scanner.next, scalar != "]", scalar != "=" { scanner.index += 1 }
    let text = scanner.text((start + 1)..<scanner.index)
    guard scanner.skip("]"), Int(text).map({ $0 >= 0 }) == true else {
      throw OverrideProblem(
        "override-index", "an index must be a whole number in brackets; got \"\(text)\"",
        at: scanner.origin(start..<scanner.index))
    }
    return Override.Segment(
      text: text, isIndex: true, origin: scanner.origin(start..<scanner.index))
  }

  /// The full path of a short one.
  private func expanded(_ segments: [Override.Segment]) -> [Override.Segment] {
    for alias in aliases where segments.map(\.text) == alias.short {
      guard let last = segments.last else { continue }
      let shared = zip(alias.short, alias.full).prefix { $0 == $1 }.count
      let inner = alias.full.dropFirst(shared).map {
        Override.Segment(text: $0, isIndex: false, origin: last.origin)
      }
      return segments.prefix(shared) + inner
    }
    return segments
  }

  // MARK: The values

  /// The values between commas, functions expanded.
  private mutating func choices() throws(OverrideProblem) -> [Override.Choice] {
    var choices: [Override.Choice] = []
    repeat {
      scanner.skipBlanks()
      let start = scanner.index
      if let name = functionName() {
        choices += try function(name, from: start)
      } else {
        choices.append(try choice(end: ","))
      }
      scanner.skipBlanks()
      guard choices.count <= Self.sweepLimit else {
        throw tooMany(at: scanner.origin(start..<scanner.index))
      }
    } while scanner.skip(",")
    guard scanner.isAtEnd else {
      let scalar = scanner.next.map(String.init) ?? ""
      throw OverrideProblem(
        "override-value", "a value must end before \"\(scalar)\"", at: scanner.here,
        hint: "put it in quotes to keep it as text")
    }
    return choices
  }

  private mutating func choice(
    end: String
  ) throws(OverrideProblem) -> Override.Choice {
    let start = scanner.index
    let node = try OverrideValueParser.value(&scanner, end: end)
    return Override.Choice(node: node, text: scanner.trimmed(start..<scanner.index))
  }

  /// The word before an opening parenthesis, if one is next.
  private func functionName() -> String? {
    var end = scanner.index
    while end < scanner.scalars.count, scanner.scalars[end].properties.isAlphabetic {
      end += 1
    }
    guard end > scanner.index, end < scanner.scalars.count, scanner.scalars[end] == "(" else {
      return nil
    }
    return scanner.text(scanner.index..<end)
  }

  private mutating func function(
    _ name: String, from start: Int
  ) throws(OverrideProblem) -> [Override.Choice] {
    let nameOrigin = scanner.origin(start..<(start + name.unicodeScalars.count))
    guard let function = SweepFunction(rawValue: name) else {
      let names = SweepFunction.allCases.map(\.rawValue)
      throw OverrideProblem(
        "override-function",
        "a function must be one of \(names.joined(separator: ", ")); got \"\(name)\"",
        at: nameOrigin,
        hint: Suggestion.hint(for: name, among: names) ?? "put text with parentheses in quotes")
    }
    scanner.index += name.unicodeScalars.count + 1
    var arguments: [Override.Choice] = []
    scanner.skipBlanks()
    while !scanner.skip(")") {
      arguments.append(try choice(end: ",)"))
      scanner.skipBlanks()
      if scanner.skip(",") {
        scanner.skipBlanks()
      } else if scanner.next != ")" {
        throw OverrideProblem(
          "override-function",
          "\(name)(…) must be closed by \")\"; got "
            + (scanner.next.map { "\"\($0)\"" } ?? "the end of the override"), at: scanner.here)
      }
    }
    let whole = scanner.origin(start..<scanner.index)
    do {
      return try function.choices(of: arguments, at: whole, limit: Self.sweepLimit)
    } catch {
      switch error {
      case .usage(let found):
        throw OverrideProblem(
          "override-function", "\(function.usage); got \(found)", at: whole)
      case .tooMany:
        throw tooMany(at: whole)
      }
    }
  }

  private func tooMany(at origin: Origin) -> OverrideProblem {
    OverrideProblem(
      "sweep-size", "a sweep must have at most \(Self.sweepLimit) values; got more", at: origin)
  }
}
