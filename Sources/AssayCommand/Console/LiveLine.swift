import Learning
import Reporting
import Synchronization
import Text

/// The progress of a run: one line that redraws itself on a terminal, plain lines now and then
/// where there is none.
final class LiveLine: Sendable {
  private let console: Console
  private let state = Mutex(State())

  private struct State {
    var isDrawn = false
    var trainingStart: ContinuousClock.Instant?
    var lastPlain: ContinuousClock.Instant?
    var devLosses: [Double] = []
  }

  /// Plain lines are at least this far apart.
  private static let plainInterval = Duration.seconds(5)
  private static let barWidth = 20

  init(_ console: Console) {
    self.console = console
  }

  /// Shows where a run is; only on a terminal.
  func show(_ text: String) {
    state.withLock { draw(text, &$0) }
  }

  /// Shows how far a training is.
  func show(_ event: TrainingEvent) {
    state.withLock { state in
      let start = state.trainingStart ?? .now
      state.trainingStart = start
      switch event {
      case .epochEnded(let epoch):
        if let loss = epoch.devLoss { state.devLosses.append(loss) }
        writePlainly(epoch, since: start, &state)
      case .progressed(let progress):
        draw(text(for: progress, since: start, state), &state)
      case .solverAdvanced: break
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

  private func draw(_ text: String, _ state: inout State) {
    guard console.errors.isTerminal else { return }
    console.draw("\r\u{1B}[2K" + String(text.prefix(max(1, console.width - 1))))
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

  /// "training   ━━━━──── epoch 23/40 · loss 0.298 · dev 0.317 ▁▂▂▁ · 212k rows/s · 3 s left".
  private func text(
    for progress: TrainingProgress, since start: ContinuousClock.Instant, _ state: State
  ) -> String {
    let done = Int((progress.fractionDone * Double(Self.barWidth)).rounded())
    let filled = min(max(done, 0), Self.barWidth)
    let bar =
      String(repeating: "━", count: filled)
      + String(repeating: "─", count: Self.barWidth - filled)
    var pieces = ["epoch \(progress.epoch)\(progress.epochCount.map { "/\($0)" } ?? "")"]
    pieces.append("loss \(NumberFormat.number(progress.loss))")
    if let dev = state.devLosses.last {
      let course = Sparkline.text(Array(state.devLosses.suffix(12)))
      pieces.append("dev \(NumberFormat.number(dev)) \(course)")
    }
    pieces.append(NumberFormat.rate(progress.rowsPerSecond))
    let elapsed = ContinuousClock.now - start
    if progress.fractionDone > 0.01, elapsed > .milliseconds(500) {
      let left = elapsed / progress.fractionDone * (1 - progress.fractionDone)
      pieces.append("\(NumberFormat.duration(Double(left.components.seconds))) left")
    }
    return "training   \(bar) \(pieces.joined(separator: " · "))"
  }
}
