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
          console.print(
            ValidationText.lines(validation, path: plan.spec.path).joined(separator: "\n"))
        }
      } catch {
        // The other specs are checked all the same.
        let status = Failure(error).report(on: console)
        if status.rawValue > worst.rawValue { worst = status }
      }
    }
    if options.json, !resolved {
      try console.print(json: ValidationsDocument(validations: validations))
    }
    if worst != .done { throw worst }
  }
}

struct ValidationsDocument: Encodable {
  var version = 1
  let validations: [Validation]
}
