import ArgumentParser
import Experiments
import Reporting
import Runs
import Specification

/// `assay validate`: the spec and the data facts it names; trains nothing.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check specs and the data they name, all problems at once; train nothing.",
    discussion: """
      Time and memory of the training are estimated from its beginning: some of its steps are run for
      a fraction of a second and discarded.
      """)

  @OptionGroup var specs: SpecArguments
  @OptionGroup var options: OutputOptions

  @Flag(help: "Print each value with its origin: spec, override or default.")
  var resolved = false

  func run() throws {
    let console = Console.standard
    if resolved { return try printResolved(on: console) }
    var document = ValidationsDocument()
    var worst = ExitStatus.done
    for plan in try specs.plans() {
      plan.useThreads()
      do {
        let validation = try Validation(plan)
        document.validations.append(validation)
        if !options.json, !options.quiet {
          console.print(
            ValidationText.lines(validation, path: plan.spec.path).joined(separator: "\n"))
        }
      } catch {
        // The other specs are checked all the same.
        let failure = Failure(error)
        failure.note(on: console)
        document.diagnostics += failure.diagnostics.map(DiagnosticDocument.init)
        if failure.status.rawValue > worst.rawValue { worst = failure.status }
      }
    }
    if options.json { try console.print(json: document) }
    if worst != .done { throw worst }
  }

  private func printResolved(on console: Console) throws {
    let specs = try specs.plans().map(\.spec)
    if options.json { return console.print(jsonText: ResolvedListing.json(of: specs)) }
    for spec in specs { console.print(ResolvedListing.text(of: spec)) }
  }
}

struct ValidationsDocument: Encodable {
  var version = 1
  var validations: [Validation] = []
  /// The problems of the specs that are not valid; a spec that cannot be read is a failure.
  var diagnostics: [DiagnosticDocument] = []
}
