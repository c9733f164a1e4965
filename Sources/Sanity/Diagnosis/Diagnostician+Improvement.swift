import Findings
import Schema

/// Improvements where nothing stopped.
extension Diagnostician {
  /// Tries edits with a strong clue on held-out rows, and, where none is significantly better and a
  /// whole training is cheap, speculative edits; nil where none is significantly better.
  mutating func improvement(elapsedSeconds: () -> Double) throws -> Diagnosis? {
    guard let heldOut, spec.gate.isTrainedBySteps else { return nil }
    let suspects = ordered(interventionCatalog.entries.filter(hasStrongClue))
    var better: (repair: Diagnosis.Repair?, others: [Diagnosis.Repair]) = (nil, [])
    if !suspects.isEmpty {
      asWritten = try spec.heldOutTrial(of: [], on: heldOut, &budget)
      for intervention in suspects {
        try tryOnHeldOutRows(intervention, intervention.candidates(spec), by: .clued)
      }
      better = try bestConfirmed()
    }
    budget.tighten()
    if better.repair == nil, !budget.isSpent,
      let whole = try spec.heldOutTrial(of: [], on: heldOut, needsWhole: true, &budget)
    {
      (asWritten, needsWhole) = (whole, true)
      let triedCount = outcomes.count
      for intervention in ordered(interventionCatalog.entries.filter { !hasStrongClue($0) }) {
        try tryOnHeldOutRows(
          intervention, intervention.speculativeCandidates(spec), by: .speculative)
      }
      better = try bestConfirmed(from: triedCount)
    }
    guard let repair = better.repair else { return nil }
    return Diagnosis(
      codes: spec.checks.filter { $0.verdict == .warning }.map(\.code), verdict: .improvable,
      cause: repair.cause, before: nil, repair: repair, alternatives: better.others,
      untried: untried, trials: outcomes.map(\.record), elapsedSeconds: elapsedSeconds())
  }

  /// The best passing edit that also passes on other rows, and the alternatives.
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

  /// Tries each sequence while its edits improve, and marks the best of a sequence as passing if it
  /// is better by the margin.
  private mutating func tryOnHeldOutRows(
    _ intervention: Intervention, _ sequences: [[CandidateEdit]], by margin: HeldOutTrial.Margin
  ) throws {
    guard let written = asWritten else { return }
    for sequence in sequences {
      guard !budget.isSpent else {
        if !untried.contains(intervention.noun) { untried.append(intervention.noun) }
        return
      }
      var best: (index: Int, loss: Double)?
      var last = written.loss
      for candidate in sequence where !budget.isSpent {
        let outcome = try judged(
          CandidateOutcome(
            intervention: intervention, candidate: candidate, trial: nil, passed: false))
        outcomes.append(outcome)
        guard let trial = outcome.heldOut else { continue }
        if trial.isSignificantlyBetter(than: written, by: margin),
          trial.loss < (best?.loss ?? .infinity) - Self.leastGain
        {
          best = (outcomes.count - 1, trial.loss)
        }
        // Past the best value of the sequence.
        if trial.loss > last + margin.patience { break }
        last = trial.loss
      }
      if let best { outcomes[best.index] = outcomes[best.index].passing }
    }
  }
}

extension CandidateOutcome {
  /// The same outcome, marked as passing.
  fileprivate var passing: CandidateOutcome {
    var outcome = CandidateOutcome(
      intervention: intervention, candidate: candidate, trial: trial, passed: true)
    outcome.heldOut = heldOut
    return outcome
  }
}
