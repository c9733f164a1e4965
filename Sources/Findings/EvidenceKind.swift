/// The kind of evidence behind a verdict, from a single explanation to many.
public enum EvidenceKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Two things that must agree do not: a rule of the spec is broken, a value is not a number, a
  /// gradient is not that of the loss.
  case contradiction
  /// A closed-form test of the spec or the data finds one thing out of its bounds and names it.
  case finding
  /// A fact of the data that many sound pipelines share, or that says that something is wrong but
  /// not what.
  case background
  /// The behaviour of the untrained model.
  case initialState
  /// The training on a small subset.
  case subset
  /// The full training. Nearly every fault makes a loss rise or stand still, and another learning
  /// rate would hide most of them.
  case training
  /// The predictions of the trained model.
  case predictions

  /// The place in that order, from 0.
  public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension EvidenceKind: Comparable {
  public static func < (a: EvidenceKind, b: EvidenceKind) -> Bool { a.rank < b.rank }
}
