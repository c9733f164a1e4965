public import Diagnostics

/// One line of a run's event log: what happened, when, in the past tense.
public struct RunEvent: Sendable, Hashable, Codable {
  /// From 0, without gaps.
  public var sequence: Int
  /// Seconds since the run started.
  public var elapsedSeconds: Double
  public var kind: Kind
  /// A sentence for people.
  public var message: String
  /// Numbers that belong to it: epoch, loss, …
  public var values: [String: Double]
  /// The warning that was given; nil for other kinds.
  public var warning: Diagnostic?

  public enum Kind: String, Sendable, Hashable, Codable {
    case runStarted = "run_started"
    case dataRead = "data_read"
    case warningGiven = "warning_given"
    case checkEnded = "check_ended"
    case gatePassed = "gate_passed"
    case gateStopped = "gate_stopped"
    case baselineFitted = "baseline_fitted"
    case epochEnded = "epoch_ended"
    case checkpointSaved = "checkpoint_saved"
    case trainingEnded = "training_ended"
    case evaluationEnded = "evaluation_ended"
    case goalJudged = "goal_judged"
    case runEnded = "run_ended"
    /// The run resumed after an interruption; epochs after the checkpoint are recorded again.
    case runResumed = "run_resumed"
  }

  public init(
    sequence: Int, elapsedSeconds: Double, kind: Kind, message: String,
    values: [String: Double] = [:], warning: Diagnostic? = nil
  ) {
    self.sequence = sequence
    self.elapsedSeconds = elapsedSeconds
    self.kind = kind
    self.message = message
    self.values = values
    self.warning = warning
  }
}
