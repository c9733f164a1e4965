public import Diagnostics
import Schema

/// Reader of specs: from YAML and overrides to checked values, or all problems at once.
public struct SpecificationReader: Sendable {
  /// Largest number of problems that are reported one by one.
  static let problemLimit = 100
  /// Largest number of specs of a sweep.
  static let sweepLimit = 10_000

  private let shape: ExperimentShape
  private let homes: KeyHomes

  public init(shape: ExperimentShape) {
    self.shape = shape
    self.homes = KeyHomes(of: shape.root)
  }

  /// Reads one spec.
  ///
  /// **Errors** `SpecificationFileError` if there is no text to read; `DiagnosticsError` with
  /// every problem of the text and of the overrides, in the order of the text.
  public func read(path: String, overrides: [String] = []) throws -> ExperimentSpec {
    try read(text: SpecificationFile.text(at: path), path: path, overrides: overrides)
  }

  /// Reads one spec from its text; `path` is its name in messages.
  public func read(
    text: String, path: String, overrides: [String] = []
  ) throws(DiagnosticsError) -> ExperimentSpec {
    let draft = try draft(text: text, path: path, overrides: overrides)
    var problems = draft.problems
    for override in draft.overrides where override.choices.count > 1 {
      let message =
        "\(override.pathText) must have one value here; got the \(override.choices.count) values "
        + "of a sweep"
      problems.append(
        OverrideProblem("sweep", message, at: override.pathOrigin).diagnostic)
    }
    return try spec(
      of: draft, choices: draft.overrides.map(\.choices.first), problems: problems)
  }

  /// Reads one spec for each combination of the values that overrides list, the first override's
  /// values changing slowest; a single spec if none lists several.
  public func sweep(path: String, overrides: [String] = []) throws -> [ExperimentSpec] {
    try sweep(text: SpecificationFile.text(at: path), path: path, overrides: overrides)
  }

  /// The specs of a sweep from the spec's text; `path` is its name in messages.
  public func sweep(
    text: String, path: String, overrides: [String] = []
  ) throws(DiagnosticsError) -> [ExperimentSpec] {
    let draft = try draft(text: text, path: path, overrides: overrides)
    let combinations = try combinations(of: draft.overrides)
    var specs: [ExperimentSpec] = []
    var problems: [Diagnostic] = []
    var seen: Set<Diagnostic> = []
    for choices in combinations {
      do {
        specs.append(try spec(of: draft, choices: choices, problems: draft.problems))
      } catch {
        problems += error.diagnostics.filter { seen.insert($0).inserted }
        if problems.count > Self.problemLimit { break }
      }
    }
    guard problems.isEmpty else { throw Self.error(problems) }
    return specs
  }

  // MARK: Steps

  /// A spec before its overrides are applied.
  private struct Draft {
    let path: String
    let text: String
    let root: LocatedNode
    let overrides: [Override]
    let problems: [Diagnostic]
  }

  private func draft(
    text: String, path: String, overrides: [String]
  ) throws(DiagnosticsError) -> Draft {
    let source = SourceText(spec: text, file: path)
    let yaml = YAMLText(source, text: text)
    var problems = yaml.problems
    var parsed: [Override] = []
    for (index, argument) in overrides.enumerated() {
      do {
        parsed.append(
          try OverrideParser.override(argument, number: index + 1, aliases: shape.aliases))
      } catch {
        problems.append(error.diagnostic)
      }
    }
    guard var root = yaml.root else {
      if yaml.problems.isEmpty {
        let mark = source.mark(line: 1, column: 1, length: 1)
        problems.append(
          mark.diagnostic(
            id: "empty-spec", "a spec must have settings; got an empty file",
            hint: "assay init writes one from a data file"))
      }
      throw Self.error(problems)
    }
    for alias in shape.aliases { root = alias.applied(to: root, problems: &problems) }
    return Draft(path: path, text: text, root: root, overrides: parsed, problems: problems)
  }

  private func spec(
    of draft: Draft, choices: [Override.Choice?], problems earlier: [Diagnostic]
  ) throws(DiagnosticsError) -> ExperimentSpec {
    var problems = earlier
    var root = draft.root
    for (override, choice) in zip(draft.overrides, choices) {
      do {
        root = try OverrideApplication.applied(
          override, choice?.node, to: root, shape: shape.root)
      } catch {
        problems.append(error.diagnostic)
      }
    }
    var checker = ShapeChecker(homes: homes)
    let resolved = checker.resolved(root, as: shape.root, at: "", owner: root.origin)
    problems += checker.problems
    var warnings: [Diagnostic] = []
    if let resolved {
      let crossing = shape.rules.flatMap { $0.diagnostics(for: resolved) }
      problems += crossing.filter { $0.severity == .error }
      warnings = crossing.filter { $0.severity != .error }
    }
    guard problems.isEmpty, let resolved else { throw Self.error(problems) }
    let arguments = zip(draft.overrides, choices).map { override, choice in
      choice.map(override.argument(with:)) ?? override.text
    }
    return ExperimentSpec(
      path: draft.path, text: draft.text, overrides: arguments,
      resolved: Self.withOneBudget(resolved), warnings: warnings, written: root)
  }

  /// Without the default of epochs if steps are set.
  private static func withOneBudget(_ spec: Resolved) -> Resolved {
    guard spec.at("training.steps") != nil, case .mapping(let sections) = spec.value else {
      return spec
    }
    let entries = sections.map { section in
      guard section.key == "training", case .mapping(let settings) = section.value.value else {
        return section
      }
      let kept = settings.filter { $0.key != "epochs" }
      return Resolved.Entry(
        section.key, Resolved(.mapping(kept), origin: section.value.origin))
    }
    return Resolved(.mapping(entries), origin: spec.origin)
  }

  /// The Cartesian product of the overrides' values, the first changing slowest.
  private func combinations(
    of overrides: [Override]
  ) throws(DiagnosticsError) -> [[Override.Choice?]] {
    let counts = overrides.map { max(1, $0.choices.count) }
    var total = 1
    for (override, count) in zip(overrides, counts) {
      let (product, isOverflown) = total.multipliedReportingOverflow(by: count)
      guard !isOverflown, product <= Self.sweepLimit else {
        let message = "a sweep must have at most \(Self.sweepLimit) runs; got more"
        throw DiagnosticsError(
          OverrideProblem("sweep-size", message, at: override.pathOrigin).diagnostic)
      }
      total = product
    }
    return (0..<total).map { number in
      var rest = number
      var choices: [Override.Choice?] = []
      for (override, count) in zip(overrides, counts).reversed() {
        choices.append(override.choices.isEmpty ? nil : override.choices[rest % count])
        rest /= count
      }
      return choices.reversed()
    }
  }

  /// All problems in the order of the text, first those of the spec, then those of the overrides.
  private static func error(_ problems: [Diagnostic]) -> DiagnosticsError {
    func rank(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
      guard let location = diagnostic.location else { return (2, 0, 0) }
      return (location.file == "override" ? 1 : 0, location.line, location.column)
    }
    let sorted = problems.enumerated().sorted { a, b in
      let (first, second) = (rank(a.element), rank(b.element))
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
    guard sorted.count > problemLimit else { return DiagnosticsError(sorted) }
    let rest = sorted.count - problemLimit
    let last = Diagnostic(
      id: "more-problems", "\(rest) more \(rest == 1 ? "problem is" : "problems are") not shown")
    return DiagnosticsError(Array(sorted.prefix(problemLimit)) + [last])
  }
}
