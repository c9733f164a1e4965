import Findings
import Foundation
import Learning
import Schema
import Text

/// The comparison of edits by a part of the full training.
extension Diagnostician {
  /// Losses closer than this, in units of the prior predictor's, count as equal; then clues decide.
  static let equivalenceMargin = 0.05
  /// The least gain for which another value is preferred to the one that passed.
  static let leastGain = 0.005

  /// The outcome with its training evaluated on held-out rows.
  mutating func judged(_ outcome: CandidateOutcome) throws -> CandidateOutcome {
    guard let heldOut, outcome.heldOut == nil else { return outcome }
    var judged = outcome
    judged.heldOut = try spec.heldOutTrial(
      of: outcome.candidate.edits, on: heldOut,
      needsWhole: needsWhole || outcome.intervention.isLonger,
      &budget)
    return judged
  }

  /// The fraction of the best edit's gain over the prior predictor by which an edit with a clue may
  /// fall behind and still rank first.
  static let clueAllowance = 0.25

  /// The edits equivalent to the best on held-out rows, in their order, then the others. Edits
  /// without a held-out loss keep their place among the best.
  static func byHeldOutLoss(
    _ outcomes: [CandidateOutcome], clues: [String: [Clue]] = [:]
  ) -> [CandidateOutcome] {
    guard let best = outcomes.compactMap({ $0.heldOut?.loss }).min() else { return outcomes }
    func isGood(_ outcome: CandidateOutcome) -> Bool {
      let isClued = !clues[outcome.intervention.name, default: []].isEmpty
      let room = isClued ? max(equivalenceMargin, clueAllowance * (1 - best)) : equivalenceMargin
      return outcome.heldOut.map { $0.loss <= best + room } ?? true
    }
    // Of those with a clue, the ones that recover most come first.
    func isClued(_ outcome: CandidateOutcome) -> Bool {
      clues[outcome.intervention.name, default: []].areStrong
    }
    let good = outcomes.filter(isGood)
    let bestClued = good.filter(isClued).compactMap { $0.heldOut?.loss }.min() ?? best
    func isBehind(_ outcome: CandidateOutcome) -> Bool {
      isClued(outcome) && (outcome.heldOut?.loss ?? 0) > bestClued + equivalenceMargin
    }
    return good.filter { !isBehind($0) } + good.filter(isBehind)
      + outcomes.filter { !isGood($0) }
      .sorted { ($0.heldOut?.loss ?? 0) < ($1.heldOut?.loss ?? 0) }
  }

  /// The edits with scales before rates that were moved by more than two orders of magnitude: a rate
  /// that far off makes up for values that are not scaled.
  func scalesBeforeFarRates(_ outcomes: [CandidateOutcome]) -> [CandidateOutcome] {
    guard let first = outcomes.first, first.intervention.blame == .learningRate,
      let written = spec.number(.learningRate),
      let rate = first.candidate.edits.first.flatMap({ Double($0.value) }),
      abs(log10(rate / written)) > 2 + 1e-9
    else { return outcomes }
    let limit = (first.heldOut?.loss ?? .infinity) + Self.equivalenceMargin
    let scale = outcomes.firstIndex {
      [Intervention.inputScale.name, Intervention.targetScale.name].contains($0.intervention.name)
        && ($0.heldOut?.loss ?? 0) <= limit
    }
    guard let scale else { return outcomes }
    var ordered = outcomes
    ordered.insert(ordered.remove(at: scale), at: 0)
    return ordered
  }

  /// A number found among powers of ten, or a better one nearby: first in half decades as long as
  /// that helps, then a quarter of a decade either way.
  mutating func refined(_ outcome: CandidateOutcome) throws -> CandidateOutcome {
    guard outcome.intervention.isGeometric, outcome.candidate.edits.count == 1,
      outcome.heldOut != nil
    else { return outcome }
    var best = outcome
    for (ratio, limit) in [(10.0.squareRoot(), 6), (10.0.squareRoot().squareRoot(), 1)] {
      for direction in [ratio, 1 / ratio] {
        let start = best.heldOut?.loss ?? .infinity
        var tries = 0
        while tries < limit, !budget.isSpent, let next = try neighbour(of: best, by: direction) {
          tries += 1
          guard (next.heldOut?.loss ?? .infinity) < (best.heldOut?.loss ?? 0) - Self.leastGain
          else { break }
          best = next
        }
        // The other direction has been tried already.
        if (best.heldOut?.loss ?? .infinity) < start { break }
      }
    }
    guard best.candidate != outcome.candidate else { return outcome }
    return try spec.isConfirmed(best, &budget) ? best : outcome
  }

  /// The same edit with another value; nil where it does not pass, or contradicts the cause.
  private mutating func neighbour(
    of outcome: CandidateOutcome, by factor: Double
  ) throws -> CandidateOutcome? {
    guard let edit = outcome.candidate.edits.first, let value = Double(edit.value), value > 0,
      let written = spec.number(edit.path)
    else { return nil }
    let next = value * factor
    guard (next < written) == (value < written), next != written else { return nil }
    let candidate = CandidateEdit(
      edits: [SpecEdit(edit.path, NumberFormat.roundedSetting(next))],
      cause: outcome.candidate.cause)
    guard outcome.trial != nil else {
      let tried = CandidateOutcome(
        intervention: outcome.intervention, candidate: candidate, trial: nil, passed: true)
      return try judged(tried)
    }
    let tried = try spec.outcome(of: candidate, outcome.intervention, against: failing, &budget)
    guard tried.passed || (tried.isSlow && outcome.isSlow) else { return nil }
    return try judged(tried)
  }
}
