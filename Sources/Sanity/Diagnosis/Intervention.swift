import Findings
import Schema

/// A family of changes that leave all else as the spec has it: one explanation of a stop, to be
/// tried on the small subset.
struct Intervention: CatalogEntry {
  let name: String
  let summary: String
  /// What a list of causes that were ruled out calls it.
  let noun: String
  let blame: Blame
  /// Whether the small subset can show it: it is learned without regularisers, schedule and
  /// batches, of which only a part of the full training can tell.
  var isSeenOnSubset: @Sendable (DiagnosisContext) -> Bool = { _ in true }
  /// Whether it makes the training longer, so that a part of it tells nothing.
  var isLonger = false
  /// What is tried of it on held-out rows though nothing speaks for it, where a whole training costs
  /// next to nothing.
  var unasked = Unasked.nothing
  /// What speaks for it before anything is tried.
  let clues: @Sendable (DiagnosisContext) -> [Clue]
  /// Rows of swaps, each from the smallest change on: a row is tried until one passes.
  let swaps: @Sendable (DiagnosisContext) -> [[Swap]]

  /// Which of several passing changes is named.
  enum Blame: Int, Sendable {
    /// By its clues; without any, after the learning rate, which cures less than other changes
    /// seem to.
    case byClues
    /// After all for which a clue speaks: another rate hides many faults.
    case learningRate
    /// When nothing else passes.
    case lastResort
  }

  /// Settings are often wrong without looking so.
  enum Unasked: Sendable {
    case nothing
    /// Its swaps, as where something speaks for it.
    case swaps
    case others(@Sendable (DiagnosisContext) -> [[Swap]])
  }

  /// Rows of swaps to try though nothing speaks for them.
  func unaskedSwaps(_ spec: DiagnosisContext) -> [[Swap]] {
    switch unasked {
    case .nothing: []
    case .swaps: swaps(spec)
    case .others(let rows): rows(spec)
    }
  }

  /// Whether its changes are powers of ten of one number, between which others may be better.
  var isLadder: Bool { ["learning_rate", "regularization"].contains(name) }
}

/// One change to try.
struct Swap: Sendable, Hashable {
  let edits: [SpecEdit]
  /// What it says of the spec if it passes, without a full stop.
  let cause: String
}

/// Something that speaks for an explanation.
struct Clue: Sendable, Hashable {
  let text: String
  /// Whether it is out of all healthy bounds, rather than merely unusual.
  let isStrong: Bool

  static func strong(_ text: String) -> Clue { Clue(text: text, isStrong: true) }
  static func weak(_ text: String) -> Clue { Clue(text: text, isStrong: false) }
}

/// Every intervention, one line each, in the order of trial among equals.
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
