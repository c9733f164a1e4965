import FoundationEssentials
import Runs

/// When a run began, on the wall and on a clock that never jumps; time that it was interrupted
/// does not count.
struct RunClock: Sendable {
  /// When this process began to work on the run.
  let startDate = Date()
  let start = ContinuousClock.now
  /// When the run began, ISO 8601, UTC.
  private let startedAt: String
  /// How long it had been worked on before.
  private let earlierSeconds: Double

  /// Of a run that begins now.
  init() {
    startedAt = RunTime.text(of: startDate)
    earlierSeconds = 0
  }

  /// Of a run that goes on.
  init(startedAt: String, earlierSeconds: Double) {
    self.startedAt = startedAt
    self.earlierSeconds = earlierSeconds
  }

  var elapsedSeconds: Double { earlierSeconds + sessionSeconds }

  /// From the beginning until now.
  func time() -> RunTime {
    RunTime(
      startedAt: startedAt, endedAt: RunTime.text(of: startDate + sessionSeconds),
      elapsedSeconds: elapsedSeconds)
  }

  private var sessionSeconds: Double { (ContinuousClock.now - start).seconds }
}

extension Duration {
  /// The duration in seconds.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
