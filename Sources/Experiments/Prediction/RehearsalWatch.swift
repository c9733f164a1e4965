import Foundation
import Learning
import Runs
import Synchronization

/// Takes the time of a rehearsal's steps and epochs and ends it when its time is over.
///
/// What a real run does beside each step and epoch it does too: it asks the run's monitor, and makes
/// the text of the event log's lines.
final class RehearsalWatch: TrainingMonitor {
  private let monitor: (any TrainingMonitor)?
  private let limitSeconds: Double
  private let start = ContinuousClock.now
  private let state = Mutex(Marks())

  /// Seconds since the start.
  struct Marks: Sendable {
    var stepCount = 0
    var lastStep = 0.0
    /// Of the first epoch, after 1, 2, 4, 8, … steps.
    var doublings = [Double]()
    /// Steps that were done when the first epoch ended, and when the last of them was.
    var firstEpochSteps = 0
    var firstEpochLastStep = 0.0
    /// When each epoch ended; of those that were cut short the first alone.
    var epochs = [Double]()
    /// Whether the training was told to end.
    var isCut = false
    /// How a solver or a search came along.
    var course = SolveCourse()

    /// The very first step waits for threads and memory, and for copies of the inputs in another
    /// precision: two are taken in any case, a few more where there were hardly any.
    ///
    /// A solver's time runs from its first iteration: otherwise a long set-up left it so few that
    /// they would say nothing of the rest.
    func isOver(after seconds: Double, limitSeconds: Double) -> Bool {
      guard seconds > limitSeconds else { return false }
      let isLate = seconds > 3 * limitSeconds
      if stepCount > 0 {
        return stepCount > 1 && (isLate || stepCount >= RehearsalWatch.leastStepCount)
      }
      guard let first = course.points.first, !isLate else { return isLate }
      return course.points.count >= RehearsalWatch.leastPointCount
        && seconds - first.seconds > limitSeconds
    }
  }

  private static let leastStepCount = 4
  /// A solver's set-up is told from its passes by its iterations, the first of which are dear.
  private static let leastPointCount = 3

  init(monitor: (any TrainingMonitor)?, limitSeconds: Double) {
    self.monitor = monitor
    self.limitSeconds = limitSeconds
  }

  var marks: Marks { state.withLock { $0 } }
  var elapsedSeconds: Double { (ContinuousClock.now - start).seconds }

  /// Asked by the training after each step: it ends where this is so.
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

  /// What the training tells its observers.
  func observe(_ event: TrainingEvent) {
    switch event {
    case .epochEnded(let epoch): add(epoch)
    case .solverAdvanced(let progress):
      let now = elapsedSeconds
      state.withLock {
        $0.course.add(
          seconds: now, passCount: progress.passCount, remainder: progress.remainder,
          goal: progress.goal)
      }
    case .progressed: break
    }
  }

  private func add(_ epoch: EpochSummary) {
    let line = RunEvent(
      sequence: epoch.epoch, elapsedSeconds: epoch.elapsedSeconds, kind: .epochEnded,
      message: "epoch \(epoch.epoch)", values: epoch.eventValues)
    if let bytes = try? RunJSON.bytes(of: line, pretty: false) { nowhere?.write(Data(bytes)) }
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
