import Findings
import Learning
import Schema

/// A change that was tried on the small subset.
struct SwapOutcome: Sendable {
  let intervention: Intervention
  let swap: Swap
  /// nil where the edits make no valid spec, or the model has no answer.
  let trial: SubsetTrial?
  /// It fits, and no check that stopped the spec stops it.
  let passed: Bool
  /// The same, but it learns so slowly that the gate would warn.
  var isSlow = false
  /// What a part of the full training came to; nil where it was not tried.
  var heldOut: HeldOutTrial?

  /// The share of the loss that training took away; −∞ where it diverged.
  var fall: Double {
    trial.map { Self.fall(of: $0) } ?? -.infinity
  }

  static func fall(of trial: SubsetTrial) -> Double {
    let attempt = trial.attempt
    guard !attempt.isDiverged else { return -.infinity }
    let fall = attempt.fall(above: 0)
    return fall.isFinite ? fall : -.infinity
  }

  var stepCount: Int { trial?.attempt.outcome.stepCount ?? 0 }

  var record: Diagnosis.Trial {
    Diagnosis.Trial(
      intervention: intervention.name, edits: swap.edits, passed: passed,
      history: trial.map(SubsetHistory.init))
  }
}

extension DiagnosisContext {
  /// The context of the pipeline with edits, on the rows that the checks to be passed need; nil
  /// when the edits make no valid spec.
  func varied(
    _ edits: [SpecEdit], subset: OverfitSubset, needsAllRows: Bool, seed: UInt64? = nil
  ) throws -> GateContext? {
    guard let variant = try? variants.variant(edits) else { return nil }
    let rows = try variant.rows(subset.rows.rowIDs)
    guard NotFinite.first(in: rows) == nil else { return nil }
    let train = needsAllRows ? try variant.rows(gate.train.rowIDs) : rows
    return gate.varied(
      variant, train: train, subset: OverfitSubset(rows: rows, like: subset), seed: seed)
  }

  /// Tries one change: on the rows that the spec failed on, with all else as in the spec.
  func outcome(
    of swap: Swap, _ intervention: Intervention, against red: [CheckEntry],
    _ budget: inout DiagnosisBudget
  ) throws -> SwapOutcome {
    func failed(_ trial: SubsetTrial? = nil) -> SwapOutcome {
      SwapOutcome(intervention: intervention, swap: swap, trial: trial, passed: false)
    }
    if gate.isCancelled() { throw CancellationError() }
    let subset = gate.subset
    let others = red.filter { $0.code != CheckEntry.overfitSubset.code }
    guard
      let context = try varied(swap.edits, subset: subset, needsAllRows: !others.isEmpty)
    else { return failed() }
    let trial: SubsetTrial
    do {
      trial = try SubsetTrial.run(context, subset: context.subset, effort: .swap)
    } catch is FitError {
      return failed()
    }
    budget.count(steps: max(1, trial.attempt.outcome.stepCount), rowCount: subset.rows.rowCount)
    let isSlow: Bool
    switch trial.verdict {
    case .fits: isSlow = false
    case .fitsSlowly, .nearlyFits: isSlow = true
    case .fragile, .fails: return failed(trial)
    }
    for entry in others where try context.stops(at: entry) { return failed(trial) }
    // A convex model that is nearly at its optimum only lacks steps.
    let isNear = trial.optimum.map { $0.gap <= 0.1 } ?? false
    return SwapOutcome(
      intervention: intervention, swap: swap, trial: trial, passed: !isSlow || isNear,
      isSlow: isSlow && !isNear && trial.attempt.fall(above: trial.leastLoss) >= 0.5)
  }

  /// Whether a change also passes on other rows with another seed, and is stopped by no check of
  /// the initial state or of the subset.
  func isConfirmed(_ outcome: SwapOutcome, _ budget: inout DiagnosisBudget) throws -> Bool {
    let seed = gate.plan.seed &+ 1_000
    let other = OverfitSubset(
      train: gate.train, groups: gate.trainGroups, requested: gate.settings.overfitRows,
      capacity: gate.recipe.isConvex
        ? nil : gate.initialState?.problem.layout.parameterCount, seed: seed)
    guard
      let elsewhere = try varied(
        outcome.swap.edits, subset: other, needsAllRows: false, seed: seed)
    else { return false }
    guard let trial = try? SubsetTrial.run(elsewhere, subset: elsewhere.subset) else {
      if gate.isCancelled() { throw CancellationError() }
      return false
    }
    budget.count(
      steps: max(1, trial.attempt.outcome.stepCount), rowCount: other.rows.rowCount)
    if case .fails = trial.verdict { return false }
    guard
      let whole = try varied(outcome.swap.edits, subset: gate.subset, needsAllRows: true)
    else { return false }
    for entry in checkCatalog.entries
    where [.initial, .overfit].contains(entry.stage) && entry.worst == .stop {
      if try whole.stops(at: entry) { return false }
    }
    return true
  }
}

extension GateContext {
  /// Whether a check of this pipeline gives a stop that the spec does not waive.
  func stops(at entry: CheckEntry) throws -> Bool {
    guard case .before(let body) = entry.body, settings.waived[entry.code] == nil else {
      return false
    }
    return try body(self).verdict == .stop
  }
}
