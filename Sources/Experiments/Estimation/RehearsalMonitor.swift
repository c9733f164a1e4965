import Foundation
import Learning
import Runs
import Synchronization
import Text

/// Times a rehearsal's steps, iterations and epochs, and ends it when its time is over.
///
/// It also does what a run does beside each step and epoch: it asks the run's monitor and encodes the
/// lines of the event log.
final class RehearsalMonitor: TrainingMonitor {
  private let monitor: (any TrainingMonitor)?
  private let limitSeconds: Double
  private let start = ContinuousClock.now
  private let state = Mutex(Marks())

  /// Seconds since the start.
  struct Marks: Sendable {
    var stepCount = 0
    var lastStep = 0.0
    /// In the first epoch, after 1, 2, 4, 8, … steps.
    var doublings = [Double]()
    /// The number of steps in the first epoch, and when the last of them ended.
    var firstEpochSteps = 0
    var firstEpochLastStep = 0.0
    /// When each epoch ended; of epochs that were cut short, only the first.
    var epochs = [Double]()
    /// Whether the training was cancelled.
    var isCut = false
    /// After each iteration of a minimizer, or each fit of a cross-validation.
    var iterations = [Iteration]()

    struct Iteration: Sendable, Hashable {
      let seconds: Double
      let progress: SolverProgress
    }

    /// The seconds of a pass, set-up excluded; nil with fewer than two iterations.
    var secondsPerPass: Double? {
      guard let first = iterations.first, let last = iterations.last,
        last.progress.passCount > first.progress.passCount
      else { return nil }
      return (last.seconds - first.seconds)
        / Double(last.progress.passCount - first.progress.passCount)
    }

    /// The first step waits for threads, memory and copies of the inputs in another precision: at
    /// least two steps are timed, and four unless they take far too long.
    ///
    /// A solver's time runs from its first iteration: after a long set-up there would otherwise be too
    /// few iterations.
    func isOver(after seconds: Double, limitSeconds: Double) -> Bool {
      guard seconds > limitSeconds else { return false }
      let isLate = seconds > 3 * limitSeconds
      if stepCount > 0 {
        return stepCount > 1 && (isLate || stepCount >= RehearsalMonitor.minimumStepCount)
      }
      guard let first = iterations.first, !isLate else { return isLate }
      return iterations.count >= RehearsalMonitor.minimumIterationCount
        && seconds - first.seconds > limitSeconds
    }
  }

  private static let minimumStepCount = 4
  /// Set-up is separated from the cost per pass by iterations; the first ones are expensive.
  private static let minimumIterationCount = 3

  init(monitor: (any TrainingMonitor)?, limitSeconds: Double) {
    self.monitor = monitor
    self.limitSeconds = limitSeconds
  }

  var marks: Marks { state.withLock { $0 } }
  var elapsedSeconds: Double { (ContinuousClock.now - start).seconds }

  /// Whether the training shall end; asked after each step or iteration.
  var isOver: Bool {
    let elapsed = elapsedSeconds
    return state.withLock { marks in
      if marks.isOver(after: elapsed, limitSeconds: limitSeconds) { marks.isCut = true }
      return marks.isCut
    }
  }

  func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason? {
    let reason = monitor?.stepEnded(step, model: model)
    let now = elapsedSeconds
    state.withLock { marks in
      marks.stepCount += 1
      marks.lastStep = now
      if marks.epochs.isEmpty, marks.stepCount == 1 << marks.doublings.count {
        marks.doublings.append(now)
      }
    }
    return reason
  }

  func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason? {
    monitor?.epochEnded(epoch, model: model)
  }

  /// Receives the training's events.
  func observe(_ event: TrainingEvent) {
    switch event {
    case .epochEnded(let epoch): add(epoch)
    case .solverAdvanced(let progress):
      let now = elapsedSeconds
      state.withLock {
        // The solve with a selected penalty counts its passes anew: the selection was most of it.
        guard progress.passCount > $0.iterations.last?.progress.passCount ?? 0 else { return }
        $0.iterations.append(Marks.Iteration(seconds: now, progress: progress))
      }
    case .progressed: break
    }
  }

  private func add(_ epoch: EpochSummary) {
    let line = RunEvent(
      sequence: epoch.epoch, elapsedSeconds: epoch.elapsedSeconds, kind: .epochEnded,
      message: "epoch \(epoch.epoch)", values: epoch.eventValues)
    if let bytes = try? JSON.line(of: line) { nowhere?.write(Data(bytes)) }
    let now = elapsedSeconds
    state.withLock { marks in
      if marks.epochs.isEmpty {
        marks.firstEpochSteps = marks.stepCount
        marks.firstEpochLastStep = marks.lastStep
      } else if marks.isCut {
        return
      }
      marks.epochs.append(now)
    }
  }

  private let nowhere = FileHandle(forWritingAtPath: "/dev/null")
}
