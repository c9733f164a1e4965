import ArgumentParser
import Experiments
import Reporting
import Schema
import Specification
import Text

/// `assay validate`: the spec and the data facts it names; trains nothing.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check specs and the data they name, all problems at once; train nothing.",
    discussion: """
      What the training would take is foretold from its beginning: some of its steps are done for
      a fraction of a second and forgotten.
      """)

  @OptionGroup var specs: SpecArguments
  @OptionGroup var options: OutputOptions

  @Flag(help: "Print each value with its origin: spec, override or default.")
  var resolved = false

  func run() throws {
    let console = Console.standard
    var validations: [Validation] = []
    var worst = ExitStatus.done
    for plan in try specs.plans() {
      if resolved {
        console.print(
          options.json
            ? ResolvedListing.json(of: plan.spec) : ResolvedListing.text(of: plan.spec))
        continue
      }
      plan.useThreads()
      do {
        let validation = try Validation(plan)
        validations.append(validation)
        if !options.json, !options.quiet {
          console.print(ValidationText(validation).text(path: plan.spec.path))
        }
      } catch {
        // The other specs are checked all the same.
        let status = Failure(error).report(on: console)
        if status.rawValue > worst.rawValue { worst = status }
      }
    }
    if options.json, !resolved {
      console.print(try JSONDocument.text(ValidationsDocument(validations: validations)))
    }
    if worst != .done { throw worst }
  }
}

struct ValidationsDocument: Encodable {
  var version = 1
  let validations: [Validation]
}

/// The facts of a validation as lines of text.
struct ValidationText {
  private let facts: Validation

  init(_ facts: Validation) {
    self.facts = facts
  }

  func text(path: String) -> String {
    var lines = ["\(path): valid"]
    lines.append(
      "  \(facts.experiment) · \(facts.model) · \(facts.task.rawValue) · target \(facts.target)")
    let rows = facts.parts.map { "\(NumberFormat.count($0.rowCount)) \($0.name)" }
    lines.append(
      "  rows       \(rows.joined(separator: " / ")) · \(facts.columnCount) columns → "
        + "\(facts.inputCount) inputs")
    if let classes = facts.parts.first?.classCounts, !classes.isEmpty {
      let shown = classes.prefix(12).map { "\($0.name) \(NumberFormat.count($0.rowCount))" }
      let more = classes.count > 12 ? " … (\(classes.count) classes)" : ""
      lines.append("  classes    \(shown.joined(separator: " · "))\(more)")
    }
    lines.append("  columns    \(roles)")
    lines.append("  training   \(CostText(facts.cost).line)")
    lines += facts.warnings.map { "  ! \($0)" }
    return lines.joined(separator: "\n")
  }

  /// "4 number, 8 category, 1 drop (fnlwgt)".
  private var roles: String {
    let groups = Dictionary(grouping: facts.features, by: \.role)
    return ["number", "category", "drop"].compactMap { role in
      guard let features = groups[role] else { return nil }
      let names = features.prefix(6).map(\.name).joined(separator: ", ")
      return "\(features.count) \(role) (\(names)\(features.count > 6 ? ", …" : ""))"
    }.joined(separator: " · ")
  }
}
