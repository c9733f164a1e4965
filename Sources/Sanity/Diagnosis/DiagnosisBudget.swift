import Learning

/// How much trying may cost, counted in operations so that the same spec is always given the same
/// number of trials.
struct DiagnosisBudget: Sendable {
  /// Of a full training, as planned.
  let fullRun: Double
  let limit: Double
  private(set) var spent = 0.0
  /// Operations of one step on one row.
  private let perRow: Double

  /// What a step costs besides its arithmetic.
  private static let perStep = 1e5
  /// About two seconds of small matrices on one core.
  private static let leastLimit = 1.5e10
  private static let shareOfFullRun = 0.1

  init(_ context: GateContext) {
    let parameterCount = context.initialState?.problem.layout.parameterCount ?? 0
    perRow = 6 * Double(parameterCount)
    let batch = Double(context.plan.rowsPerStep(of: context.train.rowCount))
    fullRun = Double(context.plannedStepCount) * (perRow * batch + Self.perStep)
    limit = max(Self.leastLimit, Self.shareOfFullRun * fullRun)
  }

  var isSpent: Bool { spent >= limit }

  /// Counts steps, and those of the glance before them.
  mutating func count(steps: Int, rowCount: Int) {
    spent += Double(steps) * (perRow * Double(rowCount) + Self.perStep)
  }
}
