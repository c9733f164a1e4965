import Learning

/// The budget of a diagnosis, counted in operations so that the same spec always gets the same
/// trials.
struct DiagnosisBudget: Sendable {
  /// Operations of the full training.
  let fullRun: Double
  private(set) var limit: Double
  private(set) var spent = 0.0
  /// Operations of one step on one row.
  private let perRow: Double

  /// The overhead of a step, in operations.
  private static let perStep = 1e5
  /// About two seconds of small matrices on one core.
  private static let leastLimit = 1.5e10
  private static let fractionOfFullRun = 0.1
  /// The limits where nothing stopped: about a quarter of a second.
  private static let leastLimitOfWarnings = 2e9
  private static let fractionOfFullRunOfWarnings = 0.05
  private static let speculativeFraction = 0.6

  /// The cost limit of one training that is evaluated on held-out rows.
  let allowance: Double
  /// The same, where only a whole training can be compared.
  let wholeAllowance: Double

  init(_ context: GateContext, isOfWarnings: Bool = false) {
    let parameterCount = context.initialState?.problem.layout.parameterCount ?? 0
    perRow = 6 * Double(parameterCount)
    let batch = Double(context.plan.rowsPerStep(of: context.train.rowCount))
    fullRun = Double(context.plannedStepCount) * (perRow * batch + Self.perStep)
    limit =
      isOfWarnings
      ? max(Self.leastLimitOfWarnings, Self.fractionOfFullRunOfWarnings * fullRun)
      : max(Self.leastLimit, Self.fractionOfFullRun * fullRun)
    allowance = isOfWarnings ? limit / 5 : max(limit / 20, 0.05 * fullRun)
    wholeAllowance = isOfWarnings ? 0.3 * limit : allowance
  }

  var isSpent: Bool { spent >= limit }

  /// Operations of one training step.
  static func step(parameterCount: Int, rowCount: Int) -> Double {
    6 * Double(parameterCount) * Double(rowCount) + perStep
  }

  /// Lowers the limit for speculative candidates.
  mutating func tighten() { limit *= Self.speculativeFraction }

  mutating func count(operations: Double) { spent += operations }

  /// Counts the operations of training steps.
  mutating func count(steps: Int, rowCount: Int) {
    spent += Double(steps) * (perRow * Double(rowCount) + Self.perStep)
  }
}
