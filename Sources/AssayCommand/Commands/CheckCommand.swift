import ArgumentParser
import Experiments
import Runs
import Sanity

/// `assay check`: the gate alone.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run the gate alone: data, initial state, overfit a small subset.",
    discussion: "Nothing is trained on all rows and nothing is recorded.")

  @OptionGroup var specs: SpecArguments
  @OptionGroup var store: StoreOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let console = Console.standard
    let signals = SignalWatch(Cancellation(), console: console)
    var reports: [GateReport] = []
    for plan in try specs.plans() {
      plan.useThreads()
      let narrator = RunNarrator(console, isSilent: options.json || options.quiet)
      let runner = ExperimentRunner(
        store: RunStore(root: store.folder), arguments: specs.words,
        cancellation: signals.cancellation, observe: narrator.tell)
      let gate: GateReport
      do {
        defer { narrator.clear() }
        gate = try runner.check(plan)
      } catch is RunInterrupted {
        throw signals.status
      }
      narrator.conclude(gate, title: "\(plan.name) · \(plan.modelTitle)")
      reports.append(gate)
      if signals.cancellation.isCancelled { throw signals.status }
    }
    if options.json { console.print(try JSONDocument.text(ChecksDocument(gates: reports))) }
    if reports.contains(where: \.isStopped) { throw ExitStatus.stoppedByGate }
  }
}
