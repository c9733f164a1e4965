import Findings
import Foundation
import Learning
import Schema

/// What a part of the full training says of changes.
extension Diagnostician {
  /// Losses that differ by less than this, in units of the constant's, count as the same: then the
  /// clues decide.
  static let sameLoss = 0.05
  /// By how much another value must be better to be preferred to the one that passed.
  static let worthwhile = 0.005

  /// The outcome with what a part of the full training comes to.
  mutating func judged(_ outcome: SwapOutcome) throws -> SwapOutcome {
    guard let heldOut, outcome.heldOut == nil else { return outcome }
    var judged = outcome
    judged.heldOut = try spec.heldOutTrial(
      of: outcome.swap.edits, on: heldOut, needsWhole: needsWhole || outcome.intervention.isLonger,
      &budget)
    return judged
  }

  /// The share of the best change's gain over a constant that one for which a clue speaks may
  /// lack and still be named before it.
  static let cluedShare = 0.25

  /// The changes that do as well as the best on held-out rows in the order they have, then the
  /// others. What could not be judged keeps its place among the best.
  static func byHeldOutLoss(
    _ outcomes: [SwapOutcome], clues: [String: [Clue]] = [:]
  ) -> [SwapOutcome] {
    guard let best = outcomes.compactMap({ $0.heldOut?.loss }).min() else { return outcomes }
    func isGood(_ outcome: SwapOutcome) -> Bool {
      let isClued = !clues[outcome.intervention.name, default: []].isEmpty
      let room = isClued ? max(sameLoss, cluedShare * (1 - best)) : sameLoss
      return outcome.heldOut.map { $0.loss <= best + room } ?? true
    }
    return outcomes.filter(isGood)
      + outcomes.filter { !isGood($0) }
      .sorted { ($0.heldOut?.loss ?? 0) < ($1.heldOut?.loss ?? 0) }
  }

  /// A change of a number that was found among powers of ten, or the better one beside it: first
  /// in half decades as long as that helps, then a quarter of a decade either way.
  mutating func refined(_ outcome: SwapOutcome) throws -> SwapOutcome {
    guard outcome.intervention.isLadder, outcome.swap.edits.count == 1, outcome.heldOut != nil
    else { return outcome }
    var best = outcome
    for (ratio, limit) in [(10.0.squareRoot(), 6), (10.0.squareRoot().squareRoot(), 1)] {
      for direction in [ratio, 1 / ratio] {
        let start = best.heldOut?.loss ?? .infinity
        var tries = 0
        while tries < limit, !budget.isSpent, let next = try neighbour(of: best, by: direction) {
          tries += 1
          guard (next.heldOut?.loss ?? .infinity) < (best.heldOut?.loss ?? 0) - Self.worthwhile
          else { break }
          best = next
        }
        // What lies the other way has been passed.
        if (best.heldOut?.loss ?? .infinity) < start { break }
      }
    }
    guard best.swap != outcome.swap else { return outcome }
    return try spec.isConfirmed(best, &budget) ? best : outcome
  }

  /// The same change to another value; nil where it does not pass, or says the opposite of the
  /// cause.
  private mutating func neighbour(
    of outcome: SwapOutcome, by factor: Double
  ) throws -> SwapOutcome? {
    guard let edit = outcome.swap.edits.first, let value = Double(edit.value), value > 0,
      let written = spec.number(edit.path)
    else { return nil }
    let next = value * factor
    guard (next < written) == (value < written), next != written else { return nil }
    let swap = Swap(
      edits: [SpecEdit(edit.path, SpecNumber.text(next))], cause: outcome.swap.cause)
    guard outcome.trial != nil else {
      let tried = SwapOutcome(
        intervention: outcome.intervention, swap: swap, trial: nil, passed: true)
      return try judged(tried)
    }
    let tried = try spec.outcome(of: swap, outcome.intervention, against: red, &budget)
    guard tried.passed || (tried.isSlow && outcome.isSlow) else { return nil }
    return try judged(tried)
  }
}
