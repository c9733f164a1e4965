import Findings
import Learning
import Schema

/// Finds out why a pipeline was stopped by changing one thing at a time on the small subset, and
/// judges what passes there by a part of the full training on rows held out.
///
/// Prefers, in this order: gradient and update faults, which no spec can mend; passing changes
/// that a clue speaks for; the learning rate; other passing changes; pairs of changes. Where
/// nothing stopped, what a strong clue speaks for is tried on held-out rows alone. The same spec
/// gets the same trials, whatever the speed of the machine.
struct Diagnostician {
  let spec: DiagnosisContext
  var red: [CheckEntry]
  /// By the name of the intervention.
  let clues: [String: [Clue]]
  var budget: DiagnosisBudget
  var outcomes: [SwapOutcome] = []
  var untried: [String] = []
  /// Rows to judge changes on; nil where there are too few.
  let heldOut: HeldOutRows?
  /// The pipeline as it is written, on those rows; nil until it was needed.
  var asWritten: HeldOutTrial?
  /// Whether only whole trainings are judged on them.
  var needsWhole = false

  /// nil when nothing stops that trying could explain, and nothing that a clue points at does
  /// better.
  static func diagnosis(
    of checks: [CheckResult], in context: GateContext
  ) throws -> Diagnosis? {
    let stops = checks.filter { $0.verdict == .stop }
    let red = stops.filter { checkCatalog[$0.code]?.explanation == .candidateEdits }
    let faults = stops.filter { checkCatalog[$0.code]?.explanation == .faultyUpdate }
    guard let variants = context.variants, context.isTrainFinite, context.train.rowCount >= 2,
      stops.isEmpty || !red.isEmpty || !faults.isEmpty
    else { return nil }
    let clock = ContinuousClock()
    let start = clock.now
    let spec = DiagnosisContext(context, variants: variants, checks: checks)
    var diagnostician = Diagnostician(
      spec: spec, red: red.compactMap { checkCatalog[$0.code] },
      budget: DiagnosisBudget(context, isOfWarnings: stops.isEmpty))
    let elapsed = { clock.seconds(since: start) }
    return stops.isEmpty
      ? try diagnostician.improvement(elapsedSeconds: elapsed)
      : try diagnostician.diagnosis(stops, faults, elapsedSeconds: elapsed)
  }

  init(spec: DiagnosisContext, red: [CheckEntry], budget: DiagnosisBudget) {
    self.spec = spec
    self.red = red
    self.budget = budget
    clues = Dictionary(
      uniqueKeysWithValues: interventionCatalog.entries.map { ($0.name, $0.clues(spec)) })
    heldOut = HeldOutRows(ids: spec.gate.train.rowIDs, seed: spec.gate.seed)
  }

  private mutating func diagnosis(
    _ stops: [CheckResult], _ faults: [CheckResult], elapsedSeconds: () -> Double
  ) throws -> Diagnosis {
    if spec.gate.isCancelled() { throw CancellationError() }
    var repair: Diagnosis.Repair?
    var alternatives: [Diagnosis.Repair] = []
    if let fault = try updateFault(stops, faults) {
      if fault.isOfStep { (repair, alternatives) = try repairOfScale() }
      if repair == nil {
        return Diagnosis(
          codes: stops.map(\.code), verdict: .faultyUpdate, cause: fault.text,
          before: spec.trial.map(SubsetHistory.init), trials: outcomes.map(\.record),
          elapsedSeconds: elapsedSeconds())
      }
    } else {
      try trySingles(interventionCatalog.entries)
      (repair, alternatives) = try choice(among: outcomes.filter(\.passed))
    }
    if repair == nil {
      // A single change that learns slowly is less than one that fits, and more than two changes.
      let slow = outcomes.filter(\.isSlow).sorted { $0.fall > $1.fall }
      let (slowRepair, others) = try choice(among: slow)
      if let slowRepair { (repair, alternatives) = (slowRepair, alternatives + others) }
    }
    if repair == nil {
      let singleCount = outcomes.count
      try tryPairs()
      let pairs = outcomes.dropFirst(singleCount).filter(\.passed)
      let (pairRepair, others) = try choice(among: Array(pairs))
      (repair, alternatives) = (pairRepair, alternatives + others)
    }
    let probes = try ReferenceProbes(
      spec, budget: &budget, isRepaired: repair != nil)
    let seconds = elapsedSeconds()
    let secondsPerOperation = budget.spent > 0 ? seconds / budget.spent : 0
    let isWorthTelling = repair != nil && budget.fullRun > budget.spent
    return Diagnosis(
      codes: stops.map(\.code), verdict: repair == nil ? .unknown : .repairable,
      cause: repair?.cause ?? probes.hint(found: outcomes.count),
      before: spec.trial.map(SubsetHistory.init), repair: repair, alternatives: alternatives,
      ruledOut: ruledOut + probes.ruledOut, findings: findings + probes.findings,
      untried: untried, trials: outcomes.map(\.record),
      savedShare: isWorthTelling ? 1 - budget.spent / budget.fullRun : nil,
      savedSeconds: isWorthTelling ? budget.fullRun * secondsPerOperation : nil,
      elapsedSeconds: seconds)
  }

  /// A first step that climbs although the gradient is right may only be far too long for inputs
  /// or weights out of all bounds: then another scale mends it.
  private mutating func repairOfScale() throws -> (Diagnosis.Repair?, [Diagnosis.Repair]) {
    let scales = interventionCatalog.entries.filter {
      ["scale", "target_scale", "initialization"].contains($0.name) && speaks(for: $0)
    }
    guard !scales.isEmpty else { return (nil, []) }
    let firstStep = CheckEntry.firstStepDescends
    if !red.contains(where: { $0.code == firstStep.code }) { red.append(firstStep) }
    try trySingles(scales)
    return try choice(among: outcomes.filter(\.passed))
  }

  /// A mistake in gradient or update, which no change of the spec can mend.
  private func updateFault(
    _ stops: [CheckResult], _ faults: [CheckResult]
  ) throws -> (text: String, isOfStep: Bool)? {
    if let fault = faults.first {
      return (fault.causes.first ?? fault.message, fault.code == CheckEntry.firstStepDescends.code)
    }
    // The overfit check also stops a training that did not use the rows it was given, or whose predictions are
    // of another model.
    if let overfit = stops.first(where: { $0.code == CheckEntry.overfitSubset.code }),
      let trial = spec.trial,
      case .fits = trial.verdict
    {
      return (overfit.causes.first ?? overfit.message, false)
    }
    // Where the initial state stops, the first step has not been looked at.
    let entry = CheckEntry.firstStepDescends
    guard !spec.checks.contains(where: { $0.code == entry.code }) else { return nil }
    guard case .before(let body) = entry.body, spec.gate.settings.waived[entry.code] == nil else {
      return nil
    }
    let finding = try body(spec.gate)
    return finding.verdict == .stop ? (finding.causes.first ?? finding.message, true) : nil
  }

  // MARK: One change at a time

  /// The order of trial: what a clue speaks for, the learning rate, the rest.
  func ordered(_ interventions: [Intervention]) -> [Intervention] {
    func rank(_ intervention: Intervention) -> Int {
      switch intervention.blame {
      case .byClues:
        speaks(for: intervention) ? 0 : clues[intervention.name, default: []].isEmpty ? 3 : 1
      case .learningRate: 2
      case .lastResort: 4
      }
    }
    return interventions.enumerated().sorted { a, b in
      let (first, second) = (rank(a.element), rank(b.element))
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
  }

  /// Whether a strong clue speaks for it.
  func speaks(for intervention: Intervention) -> Bool {
    clues[intervention.name, default: []].contains(where: \.isStrong)
  }

  private mutating func trySingles(_ interventions: [Intervention]) throws {
    for intervention in ordered(interventions) where intervention.isSeenOnSubset(spec) {
      let rows = intervention.swaps(spec)
      guard !rows.isEmpty else { continue }
      guard !budget.isSpent else {
        untried.append(intervention.noun)
        continue
      }
      for row in rows { try tryRow(row, intervention) }
    }
  }

  /// Tries a row until a change passes; of a ladder of rates also the rung behind it, which may
  /// be the better one.
  private mutating func tryRow(_ row: [Swap], _ intervention: Intervention) throws {
    let isLadder = intervention.blame == .learningRate
    var passedCount = 0
    var fall = spec.trial.map { SwapOutcome.fall(of: $0) } ?? -.infinity
    for swap in row where !budget.isSpent {
      let outcome = try spec.outcome(of: swap, intervention, against: red, &budget)
      outcomes.append(outcome)
      passedCount += outcome.passed || passedCount > 0 ? 1 : 0
      if passedCount > (isLadder ? 1 : 0) { break }
      // The ladder leads the wrong way, or beyond what can learn.
      if isLadder, outcome.fall < fall - 0.05 { break }
      fall = max(fall, outcome.fall)
    }
  }

  // MARK: Two changes at a time

  /// A change that helps but does not do, with another one: at most five pairs of families.
  private mutating func tryPairs() throws {
    let singles = outcomes.filter { !$0.passed && $0.trial != nil }
    var best: [SwapOutcome] = []
    for outcome in singles.sorted(by: isMorePromising)
    where !best.contains(where: { $0.intervention.name == outcome.intervention.name }) {
      best.append(outcome)
    }
    best.removeAll { $0.intervention.blame == .lastResort }
    var pairCount = 0
    for (i, first) in best.enumerated() {
      for second in best.dropFirst(i + 1) where pairCount < 5 && !budget.isSpent {
        pairCount += 1
        // The rate that goes with another change is not the one that did best alone.
        let rate = [first, second].first { $0.intervention.blame == .learningRate }
        guard let rate else {
          try tryPair(first.swap, second.swap, first.intervention)
          continue
        }
        let other = rate.intervention.name == first.intervention.name ? second : first
        for row in rate.intervention.swaps(spec) {
          for swap in row where !budget.isSpent {
            if try tryPair(other.swap, swap, other.intervention) { break }
          }
        }
      }
    }
  }

  @discardableResult
  private mutating func tryPair(
    _ first: Swap, _ second: Swap, _ intervention: Intervention
  ) throws -> Bool {
    let pair = Swap(
      edits: first.edits + second.edits, cause: "\(first.cause), and \(second.cause)")
    let outcome = try spec.outcome(of: pair, intervention, against: red, &budget)
    outcomes.append(outcome)
    return outcome.passed
  }

  private func isMorePromising(_ a: SwapOutcome, _ b: SwapOutcome) -> Bool {
    let (first, second) = (speaks(for: a.intervention), speaks(for: b.intervention))
    return first == second ? a.fall > b.fall : first
  }

  // MARK: The verdict

  /// How many changes are judged on held-out rows before one is named.
  private static let judgedCount = 5

  /// The passing change to name, confirmed on other rows and judged by a part of the full
  /// training, and the others.
  private mutating func choice(
    among outcomes: [SwapOutcome]
  ) throws -> (Diagnosis.Repair?, [Diagnosis.Repair]) {
    var confirmed: [SwapOutcome] = []
    var others: [SwapOutcome] = []
    for outcome in Self.ranked(outcomes, clues: clues) {
      guard confirmed.count < Self.judgedCount, confirmed.isEmpty || !budget.isSpent,
        try spec.isConfirmed(outcome, &budget)
      else {
        others.append(outcome)
        continue
      }
      confirmed.append(try judged(outcome))
    }
    let chosen = Self.byHeldOutLoss(confirmed, clues: clues)
    guard let first = chosen.first else {
      return (nil, others.map { repair($0, isConfirmed: false) })
    }
    let best = try refined(first)
    return (
      repair(best, isConfirmed: true),
      (chosen.dropFirst() + others).map { repair($0, isConfirmed: false) }
    )
  }

  /// Passing changes, the one to name first.
  static func ranked(
    _ outcomes: [SwapOutcome], clues: [String: [Clue]]
  ) -> [SwapOutcome] {
    func rank(_ outcome: SwapOutcome) -> Int {
      let clues = clues[outcome.intervention.name, default: []]
      let isStrong = clues.contains(where: \.isStrong)
      switch outcome.intervention.blame {
      case .byClues: return isStrong ? 0 : clues.isEmpty ? 4 : 2
      case .learningRate: return isStrong ? 1 : 3
      case .lastResort: return 5
      }
    }
    var passed = outcomes
    // Of two rungs the one behind must be clearly quicker to be preferred.
    for i in passed.indices.dropFirst()
    where passed[i].intervention.name == passed[i - 1].intervention.name
      && Double(passed[i].stepCount) < 0.8 * Double(passed[i - 1].stepCount)
    {
      passed.swapAt(i - 1, i)
    }
    return passed.enumerated().sorted { a, b in
      let (first, second) = (rank(a.element), rank(b.element))
      if first != second { return first < second }
      let (one, other) = (a.element.swap.edits.count, b.element.swap.edits.count)
      return one == other ? a.offset < b.offset : one < other
    }.map(\.element)
  }

  func repair(_ outcome: SwapOutcome, isConfirmed: Bool) -> Diagnosis.Repair {
    Diagnosis.Repair(
      cause: outcome.swap.cause,
      changes: outcome.swap.edits.map { edit in
        Diagnosis.Change(
          path: edit.path, old: spec.variants.text(at: edit.path), new: edit.value,
          place: spec.variants.place(of: edit.path))
      },
      after: outcome.trial.map(SubsetHistory.init)
        ?? SubsetHistory(startLoss: nil, endLoss: nil, neededLoss: nil, stepCount: 0, curve: []),
      clues: clues[outcome.intervention.name, default: []].map(\.text),
      isConfirmed: isConfirmed,
      heldOut: outcome.heldOut.map { trial in
        Diagnosis.HeldOut(
          asWritten: asWritten?.loss, changed: trial.loss, rowCount: trial.rowLosses.count,
          stepCount: trial.stepCount)
      })
  }

  /// Families that were tried alone, none of whose changes passes.
  private var ruledOut: [String] {
    let passed = Set(outcomes.filter { $0.passed || $0.isSlow }.map(\.intervention.name))
    let tried = Set(outcomes.map(\.intervention.name))
    return interventionCatalog.entries
      .filter { tried.contains($0.name) && !passed.contains($0.name) }.map(\.noun)
  }

  private var findings: [String] {
    let isSound = spec.checks.contains {
      $0.code == CheckEntry.numericGradient.code && $0.verdict == .passed
    }
    return isSound ? ["gradients agree with central differences"] : []
  }
}
