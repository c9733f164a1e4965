import ArgumentParser
import Experiments
import LinearAlgebra
import Runs

/// A command that works on a run that was recorded, with as many threads as it had.
protocol RecordedRunCommand: ParsableCommand {
  var store: StoreOptions { get }
  var options: OutputOptions { get }
}

extension RecordedRunCommand {
  /// What the runner makes of the run; progress is shown on the terminal.
  ///
  /// **Errors** `Interruption` after a request to stop
  func outcome<Outcome>(
    arguments: [String], threadCount: Int, narrator: RunNarrator, console: Console,
    of work: (ExperimentRunner) throws -> Outcome
  ) throws -> Outcome {
    let signals = SignalWatch(Cancellation(), console: console)
    _ = BLASThreads.setCount(threadCount)
    let runner = ExperimentRunner(
      store: RunStore(root: store.folder), arguments: arguments,
      cancellation: signals.cancellation, observe: narrator.show)
    do {
      defer { narrator.clear() }
      return try work(runner)
    } catch let interruption as RunInterrupted {
      throw Interruption(
        status: interruption.status(signals), lines: interruption.lines(in: store))
    }
  }
}
