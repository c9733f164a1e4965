import ArgumentParser
import Experiments
import Runs

/// `assay resume`: resumes an interrupted run.
struct ResumeCommand: RecordedRunCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with an interrupted run, to the same bits as if it had not been.",
    discussion: """
      The training resumes from the run's last checkpoint (training.checkpoint_every), the rest is \
      done as run would; the run keeps its id and folder. The data, the spec and the machine's \
      arithmetic must be what the run began with.

      \(RunReferenceHelp.text) Exit status as that of run.
      """)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var reference: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let console = Console.standard
    let interrupted = try InterruptedRun(reference, in: RunStore(root: store.folder))
    let narrator = RunNarrator(console, isSilent: options.json || options.quiet)
    let result = try outcome(
      arguments: [], threadCount: interrupted.threadCount, narrator: narrator, console: console
    ) { runner in try runner.resume(interrupted) }
    narrator.conclude(result)
    if options.json {
      try console.print(json: RunsDocument(runs: [result.record]))
    } else if options.quiet {
      console.print(result.path)
    }
    if result.status != .done { throw result.status }
  }
}
