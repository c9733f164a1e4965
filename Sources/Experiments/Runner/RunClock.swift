import Foundation
import Runs

/// When a run began, on the wall and on a clock that never jumps.
struct RunClock: Sendable {
  let startDate = Date()
  let start = ContinuousClock.now

  var elapsedSeconds: Double { (ContinuousClock.now - start).seconds }

  /// From the beginning until now.
  func time() -> RunTime { RunTime(from: startDate, to: startDate + elapsedSeconds) }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
