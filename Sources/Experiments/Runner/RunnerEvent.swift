public import Findings
public import Learning
public import Runs

/// An event of a run for observers; the terminal's live lines are made of it.
public enum RunnerEvent: Sendable {
  case dataRead(RunHeader)
  /// An interrupted run goes on.
  case resumed(Resumption)
  case checkEnded(CheckResult)
  case gateEnded(GateReport)
  case baselineFitted(BaselineRecord)
  case training(TrainingEvent)
  case trainingEnded(TrainingRecord)
}
