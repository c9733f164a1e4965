import Learning

/// How much trying may cost, counted in operations so that the same spec is always given the same
/// number of trials.
struct DiagnosisBudget: Sendable {
  /// Of a full training, as planned.
  let fullRun: Double
  private(set) var limit: Double
  private(set) var spent = 0.0
  /// Operations of one step on one row.
  private let perRow: Double

  /// What a step costs besides its arithmetic.
  private static let perStep = 1e5
  /// About two seconds of small matrices on one core.
  private static let leastLimit = 1.5e10
  private static let shareOfFullRun = 0.1
  /// Where nothing stopped, about a quarter of a second.
  private static let leastLimitOfWarnings = 2e9
  private static let shareOfFullRunOfWarnings = 0.05
  private static let unaskedShare = 0.6

  /// What one training that is judged on held-out rows may cost.
  let allowance: Double
  /// The same, where a part of it would tell nothing.
  let wholeAllowance: Double

  init(_ context: GateContext, isOfWarnings: Bool = false) {
    let parameterCount = context.initialState?.problem.layout.parameterCount ?? 0
    perRow = 6 * Double(parameterCount)
    let batch = Double(context.plan.rowsPerStep(of: context.train.rowCount))
    fullRun = Double(context.plannedStepCount) * (perRow * batch + Self.perStep)
    limit =
      isOfWarnings
      ? max(Self.leastLimitOfWarnings, Self.shareOfFullRunOfWarnings * fullRun)
      : max(Self.leastLimit, Self.shareOfFullRun * fullRun)
    allowance = isOfWarnings ? limit / 5 : max(limit / 20, 0.05 * fullRun)
    wholeAllowance = isOfWarnings ? 0.3 * limit : allowance
  }

  var isSpent: Bool { spent >= limit }

  /// Operations of a step on so many rows of a model of so many parameters.
  static func step(parameterCount: Int, rowCount: Int) -> Double {
    6 * Double(parameterCount) * Double(rowCount) + perStep
  }

  /// What nothing speaks for gets less.
  mutating func tighten() { limit *= Self.unaskedShare }

  mutating func count(operations: Double) { spent += operations }

  /// Counts steps, and those of the glance before them.
  mutating func count(steps: Int, rowCount: Int) {
    spent += Double(steps) * (perRow * Double(rowCount) + Self.perStep)
  }
}
