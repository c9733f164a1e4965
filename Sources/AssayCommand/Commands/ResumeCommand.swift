import ArgumentParser
import Experiments
import LinearAlgebra
import Runs

/// `assay resume`: goes on with a run that was interrupted.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with an interrupted run, to the same bits as if it had not been.",
    discussion: """
      The training goes on from the run's last checkpoint (training.checkpoint_every), the rest is \
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
    let signals = SignalWatch(Cancellation(), console: console)
    let runs = RunStore(root: store.folder)
    let interrupted = try InterruptedRun(reference, in: runs)
    _ = BLASThreads.setCount(interrupted.threadCount)
    let narrator = RunNarrator(console, isSilent: options.json || options.quiet)
    let runner = ExperimentRunner(
      store: runs, arguments: [], cancellation: signals.cancellation, observe: narrator.tell)
    let result: RunResult
    do {
      defer { narrator.clear() }
      result = try runner.resume(interrupted)
    } catch let interruption as RunInterrupted {
      console.note(interruption.message(in: store))
      throw interruption.status(signals)
    }
    narrator.conclude(result)
    if options.json {
      console.print(try JSONDocument.text(RunsDocument(runs: [result.record])))
    } else if options.quiet {
      console.print(result.path)
    }
    if result.status != .done { throw result.status }
  }
}
