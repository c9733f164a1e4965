import Learning

/// Why the gate stopped a pipeline, or what would do better where it only warned, found by changing
/// one thing after the other.
public struct Diagnosis: Sendable, Hashable, Codable {
  /// The checks whose verdict was to be explained: those that stopped, or else those that warned.
  public let codes: [String]
  public let verdict: Verdict
  /// One sentence without a full stop: "training.optimizer.learning_rate is too high".
  public let cause: String
  /// The small subset under the spec as it is; nil where nothing could be trained.
  public let before: SubsetCourse?
  /// The smallest edit that turns the stop into a pass, on other rows too.
  public let repair: Repair?
  /// Other edits that pass on the subset, best first.
  public let alternatives: [Repair]
  /// What was changed without help: "scale", "initialization".
  public let ruledOut: [String]
  /// Other facts that narrow it down: "gradients agree with central differences".
  public let findings: [String]
  /// What the budget left untried.
  public let untried: [String]
  /// Every change that was tried, in the order of trial.
  public let trials: [Trial]
  /// The share of the full training's operations that were not spent; nil where it cannot be told.
  public let savedShare: Double?
  /// The time they would have taken at the speed seen on the subset.
  public let savedSeconds: Double?
  public let elapsedSeconds: Double

  public enum Verdict: String, Sendable, Hashable, Codable {
    /// An edit of the spec passes.
    case repairable
    /// Nothing stopped, and an edit of the spec does surely better on rows held out of train.
    case improvable
    /// Gradient or update are wrong: no spec can help.
    case faultyUpdate = "faulty_update"
    /// Nothing that was tried passes.
    case unknown
  }

  /// An edit that passes.
  public struct Repair: Sendable, Hashable, Codable {
    /// What it says of the spec as it is, without a full stop.
    public let cause: String
    public let changes: [Change]
    public let after: SubsetCourse
    /// What else speaks for it: codes of checks, numbers.
    public let clues: [String]
    /// Whether it also passes on other rows with another seed, and no other check stops it.
    public let isConfirmed: Bool
    /// What a part of the full training came to with it; nil where it was not tried.
    public let heldOut: HeldOut?

    public init(
      cause: String, changes: [Change], after: SubsetCourse, clues: [String], isConfirmed: Bool,
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

  /// Losses on train rows that a bounded training without them is judged on, each over that of the
  /// best constant prediction.
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
    public let path: String
    /// nil where no value held.
    public let old: String?
    public let new: String
    public let place: SpecPlace

    public init(path: String, old: String?, new: String, place: SpecPlace) {
      self.path = path
      self.old = old
      self.new = new
      self.place = place
    }
  }

  /// One change that was tried, and what came of it.
  public struct Trial: Sendable, Hashable, Codable {
    /// The intervention's catalog name.
    public let intervention: String
    public let edits: [SpecEdit]
    public let passed: Bool
    /// nil where nothing could be trained.
    public let course: SubsetCourse?

    public init(intervention: String, edits: [SpecEdit], passed: Bool, course: SubsetCourse?) {
      self.intervention = intervention
      self.edits = edits
      self.passed = passed
      self.course = course
    }
  }

  public init(
    codes: [String], verdict: Verdict, cause: String, before: SubsetCourse?,
    repair: Repair? = nil, alternatives: [Repair] = [], ruledOut: [String] = [],
    findings: [String] = [], untried: [String] = [], trials: [Trial] = [],
    savedShare: Double? = nil, savedSeconds: Double? = nil, elapsedSeconds: Double
  ) {
    self.codes = codes
    self.verdict = verdict
    self.cause = cause
    self.before = before
    self.repair = repair
    self.alternatives = alternatives
    self.ruledOut = ruledOut
    self.findings = findings
    self.untried = untried
    self.trials = trials
    self.savedShare = savedShare
    self.savedSeconds = savedSeconds
    self.elapsedSeconds = elapsedSeconds
  }
}

/// How a training on the subset went.
public struct SubsetCourse: Sendable, Hashable, Codable {
  /// nil where it is not finite.
  public let startLoss: Double?
  public let endLoss: Double?
  public let neededLoss: Double?
  public let stepCount: Int
  /// At most 100 of the losses, evenly chosen, up to the first that is not finite.
  public let curve: [Double]

  public init(
    startLoss: Double?, endLoss: Double?, neededLoss: Double?, stepCount: Int, curve: [Double]
  ) {
    self.startLoss = startLoss
    self.endLoss = endLoss
    self.neededLoss = neededLoss
    self.stepCount = stepCount
    self.curve = curve
  }
}

extension SubsetCourse {
  init(_ trial: SubsetTrial) {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    let outcome = trial.attempt.outcome
    var steps = outcome.stepCount
    if case .diverged(let step, _, _) = outcome.ending { steps = step }
    self.init(
      startLoss: finite(trial.attempt.startLoss), endLoss: finite(trial.attempt.endLoss),
      neededLoss: finite(trial.neededLoss), stepCount: steps,
      curve: Array(outcome.stepLosses.evenly(100).prefix(while: \.isFinite)))
  }
}
