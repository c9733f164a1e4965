import ArgumentParser
import Diagnostics
import Experiments
import Glibc
import LinearAlgebra

/// The program's entry: parses the arguments, runs the command, gives the documented status.
@main
struct AssayProgram {
  static func main() {
    StandardStreams.prepare()
    BLASThreads.endIdleThreads()
    let arguments = AssayCommand.withHelpFlag(Array(CommandLine.arguments.dropFirst()))
    let console = Console.standard
    var status = ExitStatus.done
    do {
      try AssayCommand.expectKnownCommand(arguments.first)
      var command = try AssayCommand.parseAsRoot(arguments)
      try command.run()
    } catch {
      let wantsDocument = arguments.prefix { $0 != "--" }.contains("--json")
      status = Failure(error).report(on: console, asDocument: wantsDocument)
    }
    if let reason = console.close() {
      console.note("error: cannot write standard output: \(reason)")
      status = .internalError
    }
    exit(status.rawValue)
  }
}

/// `assay`: the commands by theme.
struct AssayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Run machine-learning experiments that can be trusted.",
    discussion: """
      One YAML spec says what to learn, from what data, against which baselines and goals. \
      Before any full training a run proves on a small subset that the pipeline can learn at all.

      Exit status: 0 done · 1 internal error, or results cannot be written · 2 usage or spec invalid · 3 data invalid · \
      4 the gate stopped the run · 5 training diverged · 6 a goal was not met · \
      7 compare: worse, reproduce: not identical, drift: something has changed · 8 compare: inconclusive (with --strict) · \
      75 interrupted, can be resumed · 130/143 by signal, with nothing to resume, or at once by a second signal.
      """,
    version: "assay \(AssayVersion.current)",
    groupedSubcommands: [
      CommandGroup(
        name: "Experiments",
        subcommands: [
          InitCommand.self, ValidateCommand.self,
          CheckCommand.self, RunCommand.self, ResumeCommand.self, ReproduceCommand.self,
        ]),
      CommandGroup(
        name: "Records",
        subcommands: [
          RunsCommand.self, ShowCommand.self, CompareCommand.self,
          ReportCommand.self, ErrorsCommand.self,
        ]),
      CommandGroup(
        name: "Use", subcommands: [PredictCommand.self, ExportCommand.self, DriftCommand.self]),
      CommandGroup(
        name: "Reference",
        subcommands: [
          ExplainCommand.self, SchemaCommand.self, DataCommand.self, DoctorCommand.self,
        ]),
    ])
}

extension AssayCommand {
  /// `help COMMAND` as `COMMAND --help`, which takes the command's other options too.
  static func withHelpFlag(_ arguments: [String]) -> [String] {
    arguments.first == "help" ? arguments.dropFirst() + ["--help"] : arguments
  }

  /// Throws when the first argument is meant as a command and is none; with a suggestion.
  static func expectKnownCommand(_ word: String?) throws {
    guard let word, !word.hasPrefix("-") else { return }
    let known =
      configuration.groupedSubcommands.flatMap(\.subcommands).compactMap {
        $0.configuration.commandName
      } + ["help"]
    guard !known.contains(word) else { return }
    throw UsageFailure(
      id: "unknown-command", "unknown command \"\(word)\"",
      hint: Suggestion.hint(for: word, among: known),
      notes: ["commands: \(known.joined(separator: ", "))"])
  }
}
