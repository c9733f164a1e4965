import Schema

/// How a penalty was chosen among many.
public struct PenaltySelection: Sendable, Hashable, Codable {
  /// The setting that was chosen: "l2".
  public let setting: String
  /// By what rule: "least leave-one-out error".
  public let rule: String
  /// The value that was chosen.
  public let chosen: Double
  /// All values with their errors, the largest first.
  public let candidates: [Candidate]

  /// One value with what it would do on rows it has not seen.
  public struct Candidate: Sendable, Hashable, Codable {
    public let value: Double
    /// Mean squared error, or log loss for classes; nil where there is none to be had.
    public let error: Double?
    /// Of the error, where it is known.
    public let standardError: Double?
  }

  /// For the report's reason: what was chosen, and whether the range may have been too short.
  var sentence: String {
    let isLargest = chosen == candidates.first?.value
    let isAtEnd = candidates.count > 1 && (isLargest || chosen == candidates.last?.value)
    let end = isAtEnd ? ", the \(isLargest ? "largest" : "least") of the range" : ""
    return "\(setting) \(chosen) of \(candidates.count) for the \(rule)\(end)"
  }
}

extension TrainingOutcome {
  /// With how the penalty was chosen in its report, and in the report's reason; the time that took
  /// belongs to the training's.
  func with(_ selection: PenaltySelection, choosingSeconds: Double) -> TrainingOutcome {
    guard let solve else { return self }
    return with(
      addedSeconds: choosingSeconds,
      solve: SolveReport(
        solver: solve.solver, reason: "\(solve.reason); \(selection.sentence)",
        iterations: solve.iterations, objective: solve.objective,
        gradientMaximum: solve.gradientMaximum, conditionNumber: solve.conditionNumber,
        selection: selection))
  }
}

/// Numbers of a spec that may be left to the model: `l2: auto`.
enum ChosenPenalty {
  static let option = Rule.Option("auto", "chosen by the rule that `selection` names")

  /// A number of at least 0 or `auto`.
  static let shape = Shape.anyOf([.scalar(.number(atLeast: 0)), .scalar(.oneOf([option]))])

  /// Whether a setting says `auto`.
  static func isAutomatic(_ setting: Resolved?) -> Bool {
    if case .string = setting?.literal { true } else { false }
  }
}
