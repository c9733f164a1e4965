public import Schema

/// The cause of a stop, or an improvement where the gate only warned, found by trying edits of the
/// spec one at a time.
public struct Diagnosis: Sendable, Hashable, Codable {
  /// The checks to explain: those that stopped, or else those that warned.
  public let codes: [CheckCode]
  public let verdict: Verdict
  /// One sentence without a full stop: "training.optimizer.learning_rate is too high".
  public let cause: String
  /// The training on the small subset as the spec is written; nil where it could not be trained.
  public let before: SubsetHistory?
  /// The smallest edit that turns the stop into a pass, on other rows too.
  public let repair: Repair?
  /// Other edits that pass on the subset, best first.
  public let alternatives: [Repair]
  /// Settings whose changes helped at no learning rate: "scale", "initialization".
  public let ruledOut: [String]
  /// Settings whose changes did not help at the learning rate of the spec, which may be another
  /// fault; nil in records of earlier versions.
  public let notHelpedAlone: [String]?
  /// Other facts that narrow it down: "gradients agree with central differences".
  public let findings: [String]
  /// Settings that the budget left untried.
  public let untried: [String]
  /// Every candidate that was tried, in the order of trial.
  public let trials: [Trial]
  /// The fraction of the full training's operations that was saved; nil where it is not known.
  public let savedShare: Double?
  /// The time they would have taken at the speed measured on the subset.
  public let savedSeconds: Double?
  public let elapsedSeconds: Double

  public enum Verdict: String, Sendable, Hashable, Codable {
    /// An edit of the spec passes.
    case repairable
    /// Nothing stopped, and an edit of the spec is significantly better on rows held out of train.
    case improvable
    /// The gradient or the update is wrong: no edit of the spec helps.
    case faultyUpdate = "faulty_update"
    /// No edit that was tried passes.
    case unknown
  }

  /// An edit that passes.
  public struct Repair: Sendable, Hashable, Codable {
    /// The fault in the spec as it is written, without a full stop.
    public let cause: String
    public let changes: [Change]
    public let after: SubsetHistory
    /// Further evidence for it: codes of checks, numbers.
    public let clues: [String]
    /// Whether it also passes on other rows with another seed, and no other check stops it.
    public let isConfirmed: Bool
    /// The result of a part of the full training with it; nil where that was not tried.
    public let heldOut: HeldOut?

    public init(
      cause: String, changes: [Change], after: SubsetHistory, clues: [String], isConfirmed: Bool,
      heldOut: HeldOut? = nil
    ) {
      self.cause = cause
      self.changes = changes
      self.after = after
      self.clues = clues
      self.isConfirmed = isConfirmed
      self.heldOut = heldOut
    }

    public var edits: [SpecEdit] { changes.map { SpecEdit($0.path, $0.new) } }
  }

  /// Losses on held-out train rows after a bounded training without them, each over that of a
  /// constant prediction.
  public struct HeldOut: Sendable, Hashable, Codable {
    /// As the spec is written; nil where that was not tried.
    public let asWritten: Double?
    public let changed: Double
    public let rowCount: Int
    public let stepCount: Int

    public init(asWritten: Double?, changed: Double, rowCount: Int, stepCount: Int) {
      self.asWritten = asWritten
      self.changed = changed
      self.rowCount = rowCount
      self.stepCount = stepCount
    }
  }

  /// One value before and after.
  public struct Change: Sendable, Hashable, Codable {
    public let path: SettingPath
    /// nil where no value was set.
    public let old: String?
    public let new: String
    public let place: SpecPlace

    public init(path: SettingPath, old: String?, new: String, place: SpecPlace) {
      self.path = path
      self.old = old
      self.new = new
      self.place = place
    }
  }

  /// One candidate that was tried, and its result.
  public struct Trial: Sendable, Hashable, Codable {
    /// The intervention's catalog name.
    public let intervention: String
    public let edits: [SpecEdit]
    public let passed: Bool
    /// nil where nothing could be trained.
    public let history: SubsetHistory?

    public init(intervention: String, edits: [SpecEdit], passed: Bool, history: SubsetHistory?) {
      self.intervention = intervention
      self.edits = edits
      self.passed = passed
      self.history = history
    }
  }

  public init(
    codes: [CheckCode], verdict: Verdict, cause: String, before: SubsetHistory?,
    repair: Repair? = nil, alternatives: [Repair] = [], ruledOut: [String] = [],
    notHelpedAlone: [String] = [], findings: [String] = [], untried: [String] = [],
    trials: [Trial] = [],
    savedShare: Double? = nil, savedSeconds: Double? = nil, elapsedSeconds: Double
  ) {
    self.codes = codes
    self.verdict = verdict
    self.cause = cause
    self.before = before
    self.repair = repair
    self.alternatives = alternatives
    self.ruledOut = ruledOut
    self.notHelpedAlone = notHelpedAlone
    self.findings = findings
    self.untried = untried
    self.trials = trials
    self.savedShare = savedShare
    self.savedSeconds = savedSeconds
    self.elapsedSeconds = elapsedSeconds
  }
}
