import Learning
import Synchronization

/// Notes how long each epoch takes, and does something else between epochs that counts apart.
final class EpochWatch: Sendable {
  private let rowCount: Int
  private let pause: @Sendable () -> Void
  private let times = Mutex<(epochs: [Double], pauses: [Double])>(([], []))

  init(rowCount: Int, pause: @escaping @Sendable () -> Void = {}) {
    self.rowCount = rowCount
    self.pause = pause
  }

  /// Seconds of each epoch, without the pauses.
  var epochSeconds: [Double] { times.withLock { $0.epochs } }
  var pauseSeconds: [Double] { times.withLock { $0.pauses } }

  @Sendable func observe(_ event: TrainingEvent) {
    guard case .epochEnded(let summary) = event else { return }
    let (seconds, _) = timed(pause)
    times.withLock {
      $0.epochs.append(Double(rowCount) / summary.rowsPerSecond)
      $0.pauses.append(seconds)
    }
  }
}
