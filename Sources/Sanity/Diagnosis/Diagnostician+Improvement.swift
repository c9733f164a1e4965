import Findings
import Schema

/// What would do better where nothing stopped.
extension Diagnostician {
  /// Tries on held-out rows what a strong clue speaks for, and, where none of it is surely better and
  /// a whole training costs next to nothing, the settings that are often wrong without looking so;
  /// nil where nothing is surely better.
  mutating func improvement(elapsedSeconds: () -> Double) throws -> Diagnosis? {
    guard let heldOut, spec.gate.isTrainedBySteps else { return nil }
    let suspects = ordered(interventionCatalog.entries.filter(speaks))
    var better: (repair: Diagnosis.Repair?, others: [Diagnosis.Repair]) = (nil, [])
    if !suspects.isEmpty {
      asWritten = try spec.heldOutTrial(of: [], on: heldOut, &budget)
      for intervention in suspects {
        try tryOnHeldOutRows(intervention, intervention.swaps(spec), by: .clued)
      }
      better = try bestConfirmed()
    }
    budget.tighten()
    if better.repair == nil, !budget.isSpent,
      let whole = try spec.heldOutTrial(of: [], on: heldOut, needsWhole: true, &budget)
    {
      (asWritten, needsWhole) = (whole, true)
      let triedCount = outcomes.count
      for intervention in ordered(interventionCatalog.entries.filter { !speaks(for: $0) }) {
        try tryOnHeldOutRows(
          intervention, intervention.unaskedSwaps(spec), by: .unasked)
      }
      better = try bestConfirmed(from: triedCount)
    }
    guard let repair = better.repair else { return nil }
    return Diagnosis(
      codes: spec.checks.filter { $0.verdict == .warning }.map(\.code), verdict: .improvable,
      cause: repair.cause, before: nil, repair: repair, alternatives: better.others,
      untried: untried, trials: outcomes.map(\.record), elapsedSeconds: elapsedSeconds())
  }

  /// The best of the changes that passed which also passes on other rows, and the others.
  private mutating func bestConfirmed(
    from start: Int = 0
  ) throws -> (repair: Diagnosis.Repair?, others: [Diagnosis.Repair]) {
    var repair: Diagnosis.Repair?
    var others: [Diagnosis.Repair] = []
    let passed = outcomes[start...].filter(\.passed)
    for outcome in Self.byHeldOutLoss(Self.ranked(passed, clues: clues)) {
      guard repair == nil, try spec.isConfirmed(outcome, &budget) else {
        others.append(self.repair(outcome, isConfirmed: false))
        continue
      }
      repair = self.repair(try refined(outcome), isConfirmed: true)
    }
    return (repair, others)
  }

  /// Tries each row of changes as long as each one does better than the one before, and calls the
  /// best of a row a pass if it is better by the margin.
  private mutating func tryOnHeldOutRows(
    _ intervention: Intervention, _ rows: [[Swap]], by margin: HeldOutTrial.Margin
  ) throws {
    guard let written = asWritten else { return }
    for row in rows {
      guard !budget.isSpent else {
        if !untried.contains(intervention.noun) { untried.append(intervention.noun) }
        return
      }
      var best: (index: Int, loss: Double)?
      var last = written.loss
      for swap in row where !budget.isSpent {
        let outcome = try judged(
          SwapOutcome(intervention: intervention, swap: swap, trial: nil, passed: false))
        outcomes.append(outcome)
        guard let trial = outcome.heldOut else { continue }
        if trial.isSurelyBetter(than: written, by: margin),
          trial.loss < (best?.loss ?? .infinity) - Self.worthwhile
        {
          best = (outcomes.count - 1, trial.loss)
        }
        // Past the best value of the ladder.
        if trial.loss > last + margin.patience { break }
        last = trial.loss
      }
      if let best { outcomes[best.index] = outcomes[best.index].passing }
    }
  }
}

extension SwapOutcome {
  /// The same, called a pass.
  fileprivate var passing: SwapOutcome {
    var outcome = SwapOutcome(
      intervention: intervention, swap: swap, trial: trial, passed: true)
    outcome.heldOut = heldOut
    return outcome
  }
}
