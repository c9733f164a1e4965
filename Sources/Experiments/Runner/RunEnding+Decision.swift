import Findings
import Learning
import Runs
import Sanity

extension RunEnding {
  /// How a run ends whose stages threw no error: the only place where this is decided.
  ///
  /// A loss that ran away is a divergence, whether numbers overflowed or the monitor stopped the
  /// training before they did; a check that stops weighs more than a goal. One wrong key example is a
  /// missed goal.
  ///
  /// - Parameter training: How the training ended; nil when the gate kept it from starting.
  init(
    gate: GateReport, training: TerminationReason?, goals: [GoalRecord],
    keyExamples: [KeyExampleRecord] = []
  ) {
    switch training {
    case nil: self = .stoppedByGate
    case .diverged?: self = .diverged
    case .stopped(let check, _, _)?:
      self = check == CheckEntry.lossDivergence.code ? .diverged : .stoppedByGate
    case .completed?, .converged?, .iterationLimit?, .noImprovement?, .targetReached?,
      .cancelled?:
      if gate.isStopped {
        self = .checkFailed
      } else {
        let isMet = goals.allSatisfy { $0.verdict == .met } && keyExamples.allSatisfy(\.isRight)
        self = isMet ? .finished : .goalMissed
      }
    }
  }
}

extension TerminationReason {
  /// Whether the training left a model that can be evaluated.
  var leavesModel: Bool {
    switch self {
    case .diverged, .stopped: false
    case .completed, .converged, .iterationLimit, .noImprovement, .targetReached, .cancelled: true
    }
  }
}
