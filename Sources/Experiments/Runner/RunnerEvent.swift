public import Learning
public import Runs
public import Sanity

/// What the runner tells whoever watches: the terminal's live lines are made of it.
public enum RunnerEvent: Sendable {
  case dataRead(RunHeader)
  case checkEnded(CheckResult)
  case gateEnded(GateReport)
  case baselineFitted(BaselineRecord)
  case training(TrainingEvent)
  case trainingEnded(TrainingRecord)
}

/// The first line of a run: what is trained on what.
public struct RunHeader: Sendable, Hashable {
  public let experiment: String
  public let modelTitle: String
  public let trainCount: Int
  public let devCount: Int
  public let testCount: Int
  /// Columns that are used as features.
  public let columnCount: Int
  /// Inputs of the model after preprocessing.
  public let inputCount: Int
  public let seed: UInt64
}
