import Runs
import Synchronization

/// Writes a run's events in order, and keeps a failure to write until it can be thrown: a
/// training's observer may not fail, but losing the record must stop the run.
final class RunJournal: Sendable {
  private let directory: RunDirectory
  private let clock: RunClock
  private let state = Mutex(State())

  private struct State {
    var sequence = 0
    var failure: (any Error)?
  }

  init(_ directory: RunDirectory, clock: RunClock) {
    self.directory = directory
    self.clock = clock
  }

  /// Appends one event; a failure is kept for `rethrow`.
  func note(_ kind: RunEvent.Kind, _ message: String, _ values: [String: Double] = [:]) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do {
        try directory.append(
          RunEvent(
            sequence: state.sequence, elapsedSeconds: clock.elapsedSeconds, kind: kind,
            message: message,
            values: values))
        state.sequence += 1
      } catch {
        state.failure = error
      }
    }
  }

  /// Whether an event could not be written.
  var hasFailed: Bool { state.withLock { $0.failure != nil } }

  /// Throws the failure to write, if there was one.
  func rethrow() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
