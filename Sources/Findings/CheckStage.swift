/// When a check runs, in the order of a run.
public enum CheckStage: String, Sendable, Hashable, Codable, CaseIterable {
  case `static`, data, initial, overfit, training, evaluation

  /// The stages of the gate.
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
    case .initial: "the initial weights, before any step"
    case .overfit: "a small subset, before the full training"
    case .training: "the full training"
    case .evaluation: "the predictions on rows that were not trained on"
    }
  }

  /// The kind of evidence that most checks of this stage give.
  public var usualEvidence: EvidenceKind {
    switch self {
    case .static, .data: .finding
    case .initial: .initialState
    case .overfit: .subset
    case .training: .training
    case .evaluation: .predictions
    }
  }
}

/// The most severe verdict a check may return.
public enum CheckSeverity: String, Sendable, Hashable, Codable {
  case stop, warn, note
}
