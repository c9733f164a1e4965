import Findings
import Learning
import Schema

/// The outcome of a candidate edit on the small subset.
struct CandidateOutcome: Sendable {
  let intervention: Intervention
  let candidate: CandidateEdit
  /// nil where the edits make no valid spec, or the model has no solution.
  let trial: SubsetTrial?
  /// Whether it fits, and none of the checks that stopped the spec stops it.
  let passed: Bool
  /// Whether it fits, but so slowly that the gate would warn.
  var isSlow = false
  /// A part of the full training, evaluated on held-out rows; nil where it was not run.
  var heldOut: HeldOutTrial?

  /// The relative reduction in loss; −∞ where training diverged.
  var lossReduction: Double {
    trial.map { Self.lossReduction(of: $0) } ?? -.infinity
  }

  static func lossReduction(of trial: SubsetTrial) -> Double {
    let attempt = trial.attempt
    guard !attempt.isDiverged else { return -.infinity }
    let reduction = attempt.lossReduction(above: 0)
    return reduction.isFinite ? reduction : -.infinity
  }

  var stepCount: Int { trial?.attempt.outcome.stepCount ?? 0 }

  var record: Diagnosis.Trial {
    Diagnosis.Trial(
      intervention: intervention.name, edits: candidate.edits, passed: passed,
      history: trial.map(SubsetHistory.init))
  }
}

extension DiagnosisContext {
  /// The gate context of the edited pipeline, with the rows that the checks to pass need; nil when
  /// the edits make no valid spec.
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

  /// The outcome of one candidate edit on the rows that the spec failed on.
  func outcome(
    of candidate: CandidateEdit, _ intervention: Intervention, against failing: [CheckEntry],
    _ budget: inout DiagnosisBudget
  ) throws -> CandidateOutcome {
    func failed(_ trial: SubsetTrial? = nil) -> CandidateOutcome {
      CandidateOutcome(
        intervention: intervention, candidate: candidate, trial: trial, passed: false)
    }
    if gate.isCancelled() { throw CancellationError() }
    let subset = gate.subset
    let others = failing.filter { $0.code != CheckEntry.overfitSubset.code }
    guard
      let context = try varied(candidate.edits, subset: subset, needsAllRows: !others.isEmpty)
    else { return failed() }
    let trial: SubsetTrial
    do {
      trial = try SubsetTrial.run(context, subset: context.subset, effort: .candidate)
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
    // A convex model near its optimum only needs more steps.
    let isNear = trial.optimum.map { $0.gap <= 0.1 } ?? false
    return CandidateOutcome(
      intervention: intervention, candidate: candidate, trial: trial, passed: !isSlow || isNear,
      isSlow: isSlow && !isNear && trial.attempt.lossReduction(above: trial.leastLoss) >= 0.5)
  }

  /// Whether a candidate also passes on other rows with another seed, and no check of the initial
  /// state or of the subset stops it.
  func isConfirmed(_ outcome: CandidateOutcome, _ budget: inout DiagnosisBudget) throws -> Bool {
    let seed = gate.plan.seed &+ 1_000
    let other = OverfitSubset(
      train: gate.train, groups: gate.trainGroups, requested: gate.settings.overfitRows,
      capacity: gate.recipe.isConvex
        ? nil : gate.initialState?.problem.layout.parameterCount, seed: seed)
    guard
      let elsewhere = try varied(
        outcome.candidate.edits, subset: other, needsAllRows: false, seed: seed)
    else { return false }
    guard let trial = try? SubsetTrial.run(elsewhere, subset: elsewhere.subset) else {
      if gate.isCancelled() { throw CancellationError() }
      return false
    }
    budget.count(
      steps: max(1, trial.attempt.outcome.stepCount), rowCount: other.rows.rowCount)
    if case .fails = trial.verdict { return false }
    guard
      let whole = try varied(outcome.candidate.edits, subset: gate.subset, needsAllRows: true)
    else { return false }
    for entry in checkCatalog.entries
    where [.initial, .overfit].contains(entry.stage) && entry.worst == .stop {
      if try whole.stops(at: entry) { return false }
    }
    return true
  }
}

extension GateContext {
  /// Whether a check stops this pipeline and the spec does not waive it.
  func stops(at entry: CheckEntry) throws -> Bool {
    guard case .before(let body) = entry.body, settings.waived[entry.code] == nil else {
      return false
    }
    return try body(self).verdict == .stop
  }
}
