import Findings
import Learning
import Schema

/// Diagnoses a stop by trying candidate edits one at a time on the small subset, and compares those
/// that pass by a part of the full training on held-out rows.
///
/// The order of preference: gradient and update faults, which no spec can fix; passing edits with a
/// clue; the learning rate; other passing edits; pairs of edits. Where nothing stopped, edits with a
/// strong clue are tried on held-out rows alone. The same spec gets the same trials on any machine.
struct Diagnostician {
  let spec: DiagnosisContext
  var failing: [CheckEntry]
  /// Clues by the name of the intervention.
  let clues: [String: [Clue]]
  var budget: DiagnosisBudget
  var outcomes: [CandidateOutcome] = []
  var untried: [String] = []
  /// Interventions that were tried beside every rate of a ladder of learning rates.
  var triedWithRates: Set<String> = []
  /// Rows to compare edits on; nil where there are too few.
  let heldOut: HeldOutRows?
  /// The pipeline as written, trained for those rows; nil until it is needed.
  var asWritten: HeldOutTrial?
  /// Whether only whole trainings are compared.
  var needsWhole = false

  /// The diagnosis; nil when no stop can be explained by edits and no edit with a clue improves.
  static func diagnosis(
    of checks: [CheckResult], in context: GateContext
  ) throws -> Diagnosis? {
    let stops = checks.filter { $0.verdict == .stop && !$0.isOfLeak }
    let failing = stops.filter { checkCatalog[$0.code]?.explanation == .candidateEdits }
    let faults = stops.filter { checkCatalog[$0.code]?.explanation == .faultyUpdate }
    guard let variants = context.variants, context.isTrainFinite, context.train.rowCount >= 2,
      stops.isEmpty || !failing.isEmpty || !faults.isEmpty
    else { return nil }
    let clock = ContinuousClock()
    let start = clock.now
    let spec = DiagnosisContext(context, variants: variants, checks: checks)
    var diagnostician = Diagnostician(
      spec: spec, failing: failing.compactMap { checkCatalog[$0.code] },
      budget: DiagnosisBudget(context, isOfWarnings: stops.isEmpty))
    let elapsed = { clock.seconds(since: start) }
    return stops.isEmpty
      ? try diagnostician.improvement(elapsedSeconds: elapsed)
      : try diagnostician.diagnosis(stops, faults, elapsedSeconds: elapsed)
  }

  init(spec: DiagnosisContext, failing: [CheckEntry], budget: DiagnosisBudget) {
    self.spec = spec
    self.failing = failing
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
      try tryScalePairs()
      (repair, alternatives) = try choice(among: outcomes.filter(\.passed))
    }
    if repair == nil {
      // One edit that learns slowly is preferred to two edits that fit.
      let slow = outcomes.filter(\.isSlow).sorted { $0.lossReduction > $1.lossReduction }
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
    let isWorthReporting = repair != nil && budget.fullRun > budget.spent
    return Diagnosis(
      codes: stops.map(\.code), verdict: repair == nil ? .unknown : .repairable,
      cause: repair?.cause ?? probes.hint(found: outcomes.count),
      before: spec.trial.map(SubsetHistory.init), repair: repair, alternatives: alternatives,
      ruledOut: ruledOut, notHelpedAlone: notHelpedAlone + probes.notHelped,
      findings: findings + probes.findings,
      untried: untried, trials: outcomes.map(\.record),
      savedShare: isWorthReporting ? 1 - budget.spent / budget.fullRun : nil,
      savedSeconds: isWorthReporting ? budget.fullRun * secondsPerOperation : nil,
      elapsedSeconds: seconds)
  }

  /// The repair of a first step that raises the loss although the gradient is right: with inputs or
  /// weights of extreme scale the step is only far too long, and another scale fixes it.
  private mutating func repairOfScale() throws -> (Diagnosis.Repair?, [Diagnosis.Repair]) {
    let scales = interventionCatalog.entries.filter {
      $0.changesScale && hasStrongClue($0)
    }
    guard !scales.isEmpty else { return (nil, []) }
    let firstStep = CheckEntry.firstStepDescends
    if !failing.contains(where: { $0.code == firstStep.code }) { failing.append(firstStep) }
    try trySingles(scales)
    try tryScalePairs()
    return try choice(among: outcomes.filter(\.passed))
  }

  /// A fault of gradient or update, which no edit of the spec can fix.
  private func updateFault(
    _ stops: [CheckResult], _ faults: [CheckResult]
  ) throws -> (text: String, isOfStep: Bool)? {
    if let fault = faults.first {
      return (fault.causes.first ?? fault.message, fault.code == CheckEntry.firstStepDescends.code)
    }
    // The overfit check also stops a training that did not use the given rows, or whose predictions
    // come from another model.
    if let overfit = stops.first(where: { $0.code == CheckEntry.overfitSubset.code }),
      let trial = spec.trial,
      case .fits = trial.verdict
    {
      return (overfit.causes.first ?? overfit.message, false)
    }
    // Where the initial state stopped, the first step was not checked.
    let entry = CheckEntry.firstStepDescends
    guard !spec.checks.contains(where: { $0.code == entry.code }) else { return nil }
    guard case .before(let body) = entry.body, spec.gate.settings.waived[entry.code] == nil else {
      return nil
    }
    let finding = try body(spec.gate)
    return finding.verdict == .stop ? (finding.causes.first ?? finding.message, true) : nil
  }

  // MARK: One edit at a time

  /// The order of trial: interventions with a clue, the learning rate, the rest.
  func ordered(_ interventions: [Intervention]) -> [Intervention] {
    func rank(_ intervention: Intervention) -> Int {
      switch intervention.blame {
      case .byClues:
        hasStrongClue(intervention) ? 0 : clues[intervention.name, default: []].isEmpty ? 3 : 1
      case .learningRate: 2
      case .lastResort: 4
      }
    }
    return interventions.enumerated().sorted { a, b in
      let (first, second) = (rank(a.element), rank(b.element))
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
  }

  /// Whether the intervention has a strong clue, or two weak ones.
  func hasStrongClue(_ intervention: Intervention) -> Bool {
    clues[intervention.name, default: []].areStrong
  }

  private mutating func trySingles(_ interventions: [Intervention]) throws {
    for intervention in ordered(interventions) where intervention.isSeenOnSubset(spec) {
      let sequences = intervention.candidates(spec)
      guard !sequences.isEmpty else { continue }
      guard !budget.isSpent else {
        untried.append(intervention.noun)
        continue
      }
      for sequence in sequences { try trySequence(sequence, intervention) }
    }
  }

  /// Tries a sequence until a candidate passes; of learning rates also the next one, which may be
  /// better.
  private mutating func trySequence(_ sequence: [CandidateEdit], _ intervention: Intervention)
    throws
  {
    let isLearningRate = intervention.blame == .learningRate
    var passedCount = 0
    var reduction = spec.trial.map { CandidateOutcome.lossReduction(of: $0) } ?? -.infinity
    for candidate in sequence where !budget.isSpent {
      let outcome = try spec.outcome(of: candidate, intervention, against: failing, &budget)
      outcomes.append(outcome)
      passedCount += outcome.passed || passedCount > 0 ? 1 : 0
      if passedCount > (isLearningRate ? 1 : 0) { break }
      // The rates go the wrong way, or beyond the range that learns.
      if isLearningRate, outcome.lossReduction < reduction - 0.05 { break }
      reduction = max(reduction, outcome.lossReduction)
    }
  }

  // MARK: Two edits at a time

  /// Pairs that belong together: the scales of inputs and target with each other, with a learning
  /// rate and with the solver, since a rate that suits unscaled values suits no scaled ones.
  private mutating func tryScalePairs() throws {
    let scales = [Intervention.inputScale, .targetScale].filter(hasStrongClue)
      .compactMap { intervention in
        intervention.candidates(spec).first?.first.map { (intervention, $0) }
      }
    if scales.count == 2, !budget.isSpent {
      try tryPair(scales[0].1, scales[1].1, scales[0].0)
    }
    let names = scales.map(\.0.name)
    let isSolved = outcomes.contains { $0.passed && names.contains($0.intervention.name) }
    guard !isSolved else { return }
    for (intervention, candidate) in scales {
      if try tryWithRates(candidate, intervention) { return }
      for sequence in Intervention.solver.candidates(spec) {
        for solver in sequence where !budget.isSpent {
          if try tryPair(candidate, solver, intervention) { return }
        }
      }
    }
  }

  /// Whether the edit passes beside one of the rates that are tried alone.
  private mutating func tryWithRates(
    _ candidate: CandidateEdit, _ intervention: Intervention
  ) throws -> Bool {
    let sequences = Intervention.learningRate.candidates(spec)
    for sequence in sequences {
      for rate in sequence where !budget.isSpent {
        if try tryPair(candidate, rate, intervention) { return true }
      }
    }
    if !sequences.isEmpty, !budget.isSpent { triedWithRates.insert(intervention.name) }
    return false
  }

  /// Pairs of edits that help but do not pass alone: at most five pairs of interventions.
  private mutating func tryPairs() throws {
    let singles = outcomes.filter { !$0.passed && $0.trial != nil }
    var best: [CandidateOutcome] = []
    for outcome in singles.sorted(by: isMorePromising)
    where !best.contains(where: { $0.intervention.name == outcome.intervention.name }) {
      best.append(outcome)
    }
    best.removeAll {
      $0.intervention.blame == .lastResort || triedWithRates.contains($0.intervention.name)
    }
    var pairCount = 0
    for (i, first) in best.enumerated() {
      for second in best.dropFirst(i + 1) where pairCount < 5 && !budget.isSpent {
        pairCount += 1
        // The best rate beside another edit is not the best one alone.
        let rate = [first, second].first { $0.intervention.blame == .learningRate }
        guard let rate else {
          try tryPair(first.candidate, second.candidate, first.intervention)
          continue
        }
        let other = rate.intervention.name == first.intervention.name ? second : first
        _ = try tryWithRates(other.candidate, other.intervention)
      }
    }
  }

  @discardableResult
  private mutating func tryPair(
    _ first: CandidateEdit, _ second: CandidateEdit, _ intervention: Intervention
  ) throws -> Bool {
    let pair = CandidateEdit(
      edits: first.edits + second.edits, cause: "\(first.cause), and \(second.cause)")
    let outcome = try spec.outcome(of: pair, intervention, against: failing, &budget)
    outcomes.append(outcome)
    return outcome.passed
  }

  private func isMorePromising(_ a: CandidateOutcome, _ b: CandidateOutcome) -> Bool {
    let (first, second) = (hasStrongClue(a.intervention), hasStrongClue(b.intervention))
    return first == second ? a.lossReduction > b.lossReduction : first
  }

  // MARK: The verdict

  /// The most edits compared on held-out rows.
  private static let judgedCount = 5

  /// The edit to report, confirmed on other rows and compared by a part of the full training, and
  /// the alternatives.
  private mutating func choice(
    among outcomes: [CandidateOutcome]
  ) throws -> (Diagnosis.Repair?, [Diagnosis.Repair]) {
    var confirmed: [CandidateOutcome] = []
    var others: [CandidateOutcome] = []
    for outcome in Self.ranked(outcomes, clues: clues) {
      guard confirmed.count < Self.judgedCount, confirmed.isEmpty || !budget.isSpent,
        try spec.isConfirmed(outcome, &budget)
      else {
        others.append(outcome)
        continue
      }
      confirmed.append(try judged(outcome))
    }
    let chosen = scalesBeforeFarRates(Self.byHeldOutLoss(confirmed, clues: clues))
    guard let first = chosen.first else {
      return (nil, others.map { repair($0, isConfirmed: false) })
    }
    let best = try refined(first)
    return (
      repair(best, isConfirmed: true),
      (chosen.dropFirst() + others).map { repair($0, isConfirmed: false) }
    )
  }

  /// Passing edits, best first.
  static func ranked(
    _ outcomes: [CandidateOutcome], clues: [String: [Clue]]
  ) -> [CandidateOutcome] {
    func rank(_ outcome: CandidateOutcome) -> Int {
      let clues = clues[outcome.intervention.name, default: []]
      let isStrong = clues.areStrong
      switch outcome.intervention.blame {
      case .byClues: return isStrong ? 0 : clues.isEmpty ? 4 : 2
      case .learningRate: return isStrong ? 1 : 3
      case .lastResort: return 5
      }
    }
    var passed = outcomes
    // Of two neighbouring values the later one must need clearly fewer steps to be preferred.
    for i in passed.indices.dropFirst()
    where passed[i].intervention.name == passed[i - 1].intervention.name
      && Double(passed[i].stepCount) < 0.8 * Double(passed[i - 1].stepCount)
    {
      passed.swapAt(i - 1, i)
    }
    return passed.enumerated().sorted { a, b in
      let (first, second) = (rank(a.element), rank(b.element))
      if first != second { return first < second }
      let (one, other) = (a.element.candidate.edits.count, b.element.candidate.edits.count)
      return one == other ? a.offset < b.offset : one < other
    }.map(\.element)
  }

  func repair(_ outcome: CandidateOutcome, isConfirmed: Bool) -> Diagnosis.Repair {
    Diagnosis.Repair(
      cause: outcome.candidate.cause,
      changes: outcome.candidate.edits.map { edit in
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

  /// Interventions that were tried and never passed.
  private var failed: [Intervention] {
    let passed = Set(outcomes.filter { $0.passed || $0.isSlow }.map(\.intervention.name))
    let tried = Set(outcomes.map(\.intervention.name))
    return interventionCatalog.entries
      .filter { tried.contains($0.name) && !passed.contains($0.name) }
  }

  /// Whether failing says that the intervention does not explain the stop: only if it was tried
  /// beside other learning rates as well, where there is one.
  private func isTriedFairly(_ intervention: Intervention) -> Bool {
    intervention.blame == .learningRate || !spec.gate.isTrainedBySteps
      || triedWithRates.contains(intervention.name)
  }

  private var ruledOut: [String] { failed.filter(isTriedFairly).map(\.noun) }

  private var notHelpedAlone: [String] { failed.filter { !isTriedFairly($0) }.map(\.noun) }

  private var findings: [String] {
    let isSound = spec.checks.contains {
      $0.code == CheckEntry.numericGradient.code && $0.verdict == .passed
    }
    return isSound ? ["gradients agree with central differences"] : []
  }
}
