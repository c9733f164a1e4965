import Learning
import Reporting
import Synchronization
import Text

/// The progress of a run: one line redrawn in place on a terminal, otherwise a plain line every few
/// seconds.
final class LiveLine: Sendable {
  private let console: Console
  private let state = Mutex(State())

  private struct State {
    var isDrawn = false
    var trainingStart: ContinuousClock.Instant?
    var lastPlain: ContinuousClock.Instant?
    var devLosses: [Double] = []
  }

  /// The shortest time between two plain lines.
  private static let plainInterval = Duration.seconds(5)

  init(_ console: Console) {
    self.console = console
  }

  /// Shows the current stage of a run; only on a terminal.
  func show(_ text: String) {
    state.withLock { draw(String(text.prefix(max(1, console.width - 1))), &$0) }
  }

  /// Shows the progress of a training.
  func show(_ event: TrainingEvent) {
    state.withLock { state in
      let start = state.trainingStart ?? .now
      state.trainingStart = start
      switch event {
      case .epochEnded(let epoch):
        if let loss = epoch.devLoss { state.devLosses.append(loss) }
        writePlainly(epoch, since: start, &state)
      case .progressed(let progress):
        var line = ProgressLine(
          epoch: progress.epoch, epochCount: progress.epochCount, loss: progress.loss,
          fractionDone: progress.fractionDone, rowsPerSecond: progress.rowsPerSecond)
        line.devLosses = state.devLosses
        line.elapsedSeconds = (ContinuousClock.now - start) / .seconds(1)
        draw(line.text(width: console.width - 1, colors: console.colorsErrors), &state)
      case .solverAdvanced: break
      }
    }
  }

  /// Removes the line, so that results can be printed.
  func clear() {
    state.withLock { state in
      if state.isDrawn { console.redraw("") }
      state.isDrawn = false
    }
  }

  private func draw(_ text: String, _ state: inout State) {
    guard console.errors.isTerminal else { return }
    console.redraw(text)
    state.isDrawn = true
  }

  private func writePlainly(
    _ epoch: EpochSummary, since start: ContinuousClock.Instant, _ state: inout State
  ) {
    guard !console.errors.isTerminal,
      ContinuousClock.now - (state.lastPlain ?? start) >= Self.plainInterval
    else { return }
    state.lastPlain = .now
    let dev = epoch.devLoss.map { " · dev \(NumberFormat.number($0))" } ?? ""
    console.note(
      "epoch \(epoch.epoch) · loss \(NumberFormat.number(epoch.trainLoss))\(dev) · "
        + NumberFormat.rate(epoch.rowsPerSecond))
  }
}
