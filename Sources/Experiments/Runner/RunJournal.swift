import Diagnostics
import Learning
import Runs
import Synchronization

/// Writes a run's events in order and its checkpoints, and keeps a failure to write until it can be thrown: a
/// training's observer may not fail, but losing the record must stop the run.
final class RunJournal: Sendable {
  let directory: RunDirectory
  let clock: RunClock
  private let state: Mutex<State>

  private struct State {
    var sequence: Int
    var failure: (any Error)?
  }

  /// - Parameter sequence: The number of the first event: 0 unless the run goes on.
  init(_ directory: RunDirectory, clock: RunClock, from sequence: Int = 0) {
    self.directory = directory
    self.clock = clock
    state = Mutex(State(sequence: sequence))
  }

  /// Appends a warning about spec or data.
  func note(_ warning: Diagnostic) { note(.warningGiven, warning.message, warning: warning) }

  /// Appends one event; a failure is kept for `rethrow`.
  func note(
    _ kind: RunEvent.Kind, _ message: String, _ values: [String: Double] = [:],
    warning: Diagnostic? = nil
  ) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do {
        try directory.append(
          RunEvent(
            sequence: state.sequence, elapsedSeconds: clock.elapsedSeconds, kind: kind,
            message: message, values: values, warning: warning))
        state.sequence += 1
      } catch {
        state.failure = error
      }
    }
  }

  /// Puts a checkpoint into the run's directory; a failure is kept for `rethrow`.
  func save(_ checkpoint: TrainingCheckpoint) {
    do {
      try directory.writeCheckpoint(checkpoint.encoded())
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
    let position = checkpoint.position
    note(
      .checkpointSaved, "step \(position.stepsDone), epoch \(position.epoch)",
      ["step": Double(position.stepsDone), "epoch": Double(position.epoch)])
  }

  /// Whether something could not be written.
  var hasFailed: Bool { state.withLock { $0.failure != nil } }

  /// Throws the failure to write, if there was one.
  func rethrow() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
