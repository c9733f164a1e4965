public import Schema

/// A check as the gate runs it and as `assay explain` tells of it.
public struct CheckEntry: CatalogEntry {
  /// Stable: "SD08". The first letters tell the stage.
  public let code: String
  /// What it is called in lists: "duplicate rows in train".
  public let title: String
  public let stage: CheckStage
  /// The gravest verdict it may give. Only a check without a known false alarm may stop.
  public let worst: CheckSeverity
  public let summary: String
  public let formula: String
  /// The one limit that a spec may change under `sanity.thresholds`; nil if there is none.
  public let threshold: Threshold?
  public let source: String
  public let knownFalseAlarms: String
  public let cost: String
  let body: Body

  /// Catalogs know a check by its code.
  public var name: String { code }

  /// Whether the gate runs it, and not only the look at the finished training.
  public var isOfTheGate: Bool {
    switch body {
    case .before: true
    case .after: false
    }
  }

  enum Body: Sendable {
    case before(@Sendable (GateContext) throws -> Finding)
    case after(@Sendable (AfterContext) throws -> Finding)
  }

  init(
    code: String, title: String, stage: CheckStage, worst: CheckSeverity, summary: String,
    formula: String, threshold: Threshold? = nil, source: String, knownFalseAlarms: String,
    cost: String, body: Body
  ) {
    self.code = code
    self.title = title
    self.stage = stage
    self.worst = worst
    self.summary = summary
    self.formula = formula
    self.threshold = threshold
    self.source = source
    self.knownFalseAlarms = knownFalseAlarms
    self.cost = cost
    self.body = body
  }
}

/// When a check runs, in the order of a run.
public enum CheckStage: String, Sendable, Hashable, Codable, CaseIterable {
  case `static`, data, initial, overfit, training, evaluation

  /// Those of the gate.
  public static let beforeTraining: [CheckStage] = [.static, .data, .initial, .overfit]

  /// The first letters of the codes of this stage.
  public var prefix: String {
    switch self {
    case .static: "SS"
    case .data: "SD"
    case .initial: "SI"
    case .overfit: "SO"
    case .training: "ST"
    case .evaluation: "SE"
    }
  }

  /// A heading: "the data, before any model".
  public var heading: String {
    switch self {
    case .static: "the spec and its targets, before any training"
    case .data: "the data, before any model"
    case .initial: "the initial state, before any step"
    case .overfit: "a small subset, before the full training"
    case .training: "the training, when it has ended"
    case .evaluation: "the predictions, on rows that were not trained on"
    }
  }
}

/// How far a check may go.
public enum CheckSeverity: String, Sendable, Hashable, Codable {
  case stop, warn, note
}
