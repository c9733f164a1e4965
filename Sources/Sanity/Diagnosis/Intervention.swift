import Findings
import Schema

/// A family of candidate edits: one possible explanation of a stop, tried on the small subset with
/// the rest of the spec unchanged.
struct Intervention: CatalogEntry {
  let name: String
  let summary: String
  /// Its name in the list of ruled-out causes.
  let noun: String
  let blame: Blame
  /// Whether training on the small subset can show its effect. That training has no regularizers,
  /// schedule or batches; only a part of the full training shows their effects.
  var isSeenOnSubset: @Sendable (DiagnosisContext) -> Bool = { _ in true }
  /// Whether it lengthens the training, so that only whole trainings can be compared.
  var isLonger = false
  /// The candidates tried on held-out rows without any clue, where a whole training is cheap.
  var speculative = Speculation.nothing
  /// Whether its candidates are powers of ten of one number, so that values between them may be
  /// better.
  var isGeometric = false
  /// Whether it changes the scale of inputs, targets or weights.
  var changesScale = false
  /// The evidence for it before anything is tried.
  let clues: @Sendable (DiagnosisContext) -> [Clue]
  /// Sequences of candidate edits, smallest change first; each is tried until one passes.
  let candidates: @Sendable (DiagnosisContext) -> [[CandidateEdit]]

  /// The rank among several interventions that pass.
  enum Blame: Int, Sendable {
    /// By its clues; without any, after the learning rate.
    case byClues
    /// After all interventions with a clue, since another learning rate hides many faults.
    case learningRate
    /// Last, when nothing else passes.
    case lastResort
  }

  /// The candidates to try without any clue: plausible-looking settings are often wrong.
  enum Speculation: Sendable {
    case nothing
    /// The same candidates as with a clue.
    case candidates
    case others(@Sendable (DiagnosisContext) -> [[CandidateEdit]])
  }

  /// The sequences of candidates to try without any clue.
  func speculativeCandidates(_ spec: DiagnosisContext) -> [[CandidateEdit]] {
    switch speculative {
    case .nothing: []
    case .candidates: candidates(spec)
    case .others(let rows): rows(spec)
    }
  }
}

/// One change of the spec to try.
struct CandidateEdit: Sendable, Hashable {
  let edits: [SpecEdit]
  /// The cause it implies if it passes, without a full stop.
  let cause: String
}

/// A fact that supports an explanation.
struct Clue: Sendable, Hashable {
  let text: String
  /// Whether the value is far outside the healthy range, rather than merely unusual.
  let isStrong: Bool

  static func strong(_ text: String) -> Clue { Clue(text: text, isStrong: true) }
  static func weak(_ text: String) -> Clue { Clue(text: text, isStrong: false) }
}

extension [Clue] {
  /// Whether one is strong, or two weak ones add up.
  var areStrong: Bool { contains(where: \.isStrong) || count > 1 }
}

/// All interventions, one line each, in the order of trial among equals.
let interventionCatalog = Catalog<Intervention>([
  .inputScale,
  .targetScale,
  .initialization,
  .biases,
  .activation,
  .lossAndHead,
  .unfreezing,
  .reduction,
  .classWeights,
  .penalties,
  .dropout,
  .labelSmoothing,
  .intercept,
  .gradientClipping,
  .optimizerSettings,
  .schedule,
  .shuffling,
  .batchSize,
  .epochs,
  .learningRate,
  .width,
  .depth,
  .solver,
])
