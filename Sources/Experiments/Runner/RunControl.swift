import Runs

/// How a run is observed and asked to stop.
struct RunControl: Sendable {
  let cancellation: Cancellation
  let observe: @Sendable (RunnerEvent) -> Void

  /// Throws `RunInterrupted` after a request to stop; `directory` is that of the run, if it has one.
  func throwIfCancelled(in directory: RunDirectory?) throws {
    if cancellation.isCancelled {
      throw RunInterrupted(stage: "before training", directory: directory)
    }
  }
}
