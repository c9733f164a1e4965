/// The documentation of a check: its formula, limits, source and known false alarms.
public struct CheckDescription: Sendable, Hashable, Encodable {
  public let code: CheckCode
  public let title: String
  public let stage: CheckStage
  public let worst: CheckSeverity
  public let summary: String
  public let formula: String
  /// The limit that a spec may change first, then the fixed ones.
  public let limits: [Limit]
  public let source: String
  public let knownFalseAlarms: String
  public let cost: String

  /// A limit and the quantity it limits.
  public struct Limit: Sendable, Hashable, Encodable {
    public let value: Double
    public let meaning: String
    /// Whether `sanity.thresholds` may change it.
    public let isOverridable: Bool

    public init(value: Double, meaning: String, isOverridable: Bool) {
      self.value = value
      self.meaning = meaning
      self.isOverridable = isOverridable
    }
  }

  public init(
    code: CheckCode, title: String, stage: CheckStage, worst: CheckSeverity, summary: String,
    formula: String, limits: [Limit], source: String, knownFalseAlarms: String, cost: String
  ) {
    self.code = code
    self.title = title
    self.stage = stage
    self.worst = worst
    self.summary = summary
    self.formula = formula
    self.limits = limits
    self.source = source
    self.knownFalseAlarms = knownFalseAlarms
    self.cost = cost
  }
}
