import Foundation
import Learning
import Reporting
import Synchronization

/// The progress of a training: one line that redraws itself on a terminal, a plain line now and
/// then where there is none.
final class LiveLine: Sendable {
  private let console: Console
  private let state = Mutex(State())

  private struct State {
    var isDrawn = false
    var lastPlain: ContinuousClock.Instant?
    var devLosses: [Double] = []
    var lastDraw: ContinuousClock.Instant?
    var startedAt = ContinuousClock.now
  }

  /// Plain lines are at least this far apart.
  private static let plainInterval = Duration.seconds(5)
  private static let barWidth = 20

  init(_ console: Console) {
    self.console = console
  }

  /// Starts the clock for the time left.
  func begin() {
    state.withLock { $0.startedAt = .now }
  }

  func show(_ event: TrainingEvent) {
    state.withLock { state in
      switch event {
      case .epochEnded(let epoch):
        if let loss = epoch.devLoss { state.devLosses.append(loss) }
        showPlainly(epoch, &state)
      case .progressed(let progress):
        draw(progress, &state)
      }
    }
  }

  /// Removes the line, so that results can be printed.
  func clear() {
    state.withLock { state in
      if state.isDrawn { console.draw("\r\u{1B}[2K") }
      state.isDrawn = false
    }
  }

  private func showPlainly(_ epoch: EpochSummary, _ state: inout State) {
    let now = ContinuousClock.now
    guard !console.errors.isTerminal else { return }
    if let last = state.lastPlain, now - last < Self.plainInterval { return }
    if state.lastPlain == nil, now - state.startedAt < Self.plainInterval { return }
    state.lastPlain = now
    let dev = epoch.devLoss.map { " · dev \(NumberFormat.significant($0))" } ?? ""
    console.note(
      "epoch \(epoch.epoch) · loss \(NumberFormat.significant(epoch.trainLoss))\(dev) · "
        + "\(NumberFormat.rate(epoch.rowsPerSecond)) rows/s")
  }

  private func draw(_ progress: TrainingProgress, _ state: inout State) {
    guard console.errors.isTerminal else { return }
    let done = Int((progress.fractionDone * Double(Self.barWidth)).rounded())
    let filled = String(repeating: "━", count: min(max(done, 0), Self.barWidth))
    let empty = String(repeating: "─", count: Self.barWidth - filled.count)
    let count = progress.epochCount.map { "/\($0)" } ?? ""
    let dev =
      state.devLosses.last.map {
        " · dev \(NumberFormat.significant($0)) \(Sparkline.text(state.devLosses.suffix(12)))"
      } ?? ""
    let line =
      "training   \(filled)\(empty) epoch \(progress.epoch)\(count) · "
      + "loss \(NumberFormat.significant(progress.loss))\(dev) · "
      + "\(NumberFormat.rate(progress.rowsPerSecond)) rows/s\(timeLeft(progress, state))"
    console.draw("\r\u{1B}[2K" + String(line.prefix(console.width - 1)))
    state.isDrawn = true
  }

  private func timeLeft(_ progress: TrainingProgress, _ state: State) -> String {
    let elapsed = ContinuousClock.now - state.startedAt
    guard progress.fractionDone > 0.01, elapsed > .milliseconds(500) else { return "" }
    let left = elapsed / progress.fractionDone * (1 - progress.fractionDone)
    return " · \(NumberFormat.duration(Double(left.components.seconds))) left"
  }
}
