/// The order in which causes are named, whoever tells them: the terminal, the report, the record.
///
/// What was tried comes first, since it weighed every clue and then decided between them; but where
/// nothing stopped and nothing spoke for the change, or the change is one of the learning rate,
/// contradictions and facts of spec and data go before it: many faults are less of a harm at another
/// rate. The rest
/// follows by how much a check's evidence points at one cause alone: `EvidenceKind`. Among equals
/// what stops comes before what warns, then the checks' own order; each check's list of causes
/// stays as it is.
public enum CauseRanking {
  /// The causes of what stopped or warned, likeliest first.
  public static func causes(
    of checks: [CheckResult], diagnosis: Diagnosis? = nil
  ) -> [NamedCause] {
    let told = checks.filter { [.stop, .warning].contains($0.verdict) }
    let ranked = told.enumerated().sorted { a, b in
      let (first, second) = (place(of: a.element), place(of: b.element))
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
    let facts = ranked.prefix {
      diagnosis?.isAfterFacts == true
        && EvidenceKind(of: $0.code).rawValue <= EvidenceKind.background.rawValue
    }
    return facts.flatMap(causes) + (diagnosis.map(causes) ?? [])
      + ranked.dropFirst(facts.count).flatMap(causes)
  }

  /// What to tell of checks where nothing was tried: the causes they name, likeliest first.
  ///
  /// A warning is quoted beside a stop only where its evidence is more telling than that of every
  /// stop: unscaled inputs explain a loss that stands still.
  public static func texts(of checks: [CheckResult]) -> [String] {
    let strongest = checks.filter { $0.verdict == .stop }.map { EvidenceKind(of: $0.code).rawValue }
      .min()
    let told = checks.filter {
      $0.verdict == .stop
        || ($0.verdict == .warning
          && EvidenceKind(of: $0.code).rawValue < strongest ?? .max
          && EvidenceKind(of: $0.code) != .background)
    }
    var seen: Set<String> = []
    return causes(of: told.filter { !$0.causes.isEmpty }).map(\.text)
      .filter { seen.insert($0).inserted }
  }

  /// What a check names; one that names no cause is one itself.
  private static func causes(of check: CheckResult) -> [NamedCause] {
    let texts = check.causes.isEmpty ? [check.message] : check.causes
    return texts.map { NamedCause(code: check.code, text: $0) }
  }

  /// What a diagnosis names, the repair first; none where it does not know.
  private static func causes(of diagnosis: Diagnosis) -> [NamedCause] {
    switch diagnosis.verdict {
    case .unknown: []
    case .faultyUpdate: [NamedCause(code: "diagnosis", text: diagnosis.cause)]
    case .repairable, .improvable:
      ([diagnosis.repair].compactMap(\.self) + diagnosis.alternatives).map {
        NamedCause(code: "diagnosis", text: $0.cause, edits: $0.edits)
      }
    }
  }

  private static func place(of check: CheckResult) -> (Int, Int) {
    (EvidenceKind(of: check.code).rawValue, check.verdict == .stop ? 0 : 1)
  }
}

extension Diagnosis {
  /// Whether facts of spec and data explain more than it does.
  fileprivate var isAfterFacts: Bool {
    guard verdict == .improvable, let repair else { return false }
    return repair.clues.isEmpty
      || repair.changes.map(\.path) == ["training.optimizer.learning_rate"]
  }
}

/// How a check comes to its verdict, from what leaves one explanation to what leaves many.
enum EvidenceKind: Int, Sendable, CaseIterable {
  /// Two things that must agree do not: a rule of the spec is broken, a value is no number, a
  /// derivative is not the loss's.
  case contradiction
  /// A closed form over the spec or the data finds one thing out of its bounds and names it.
  case finding
  /// A fact of the data that many sound pipelines share, or that says that something is wrong and
  /// not what.
  case background
  /// How the untrained model behaves.
  case start
  /// How few rows are learned.
  case subset
  /// How the training went: nearly every fault makes a loss climb or stand still, and most of them
  /// would be hidden by another learning rate.
  case course
  /// What the trained model predicts.
  case result

  /// The kind of a check's evidence: that of its stage, but for the exceptions.
  init(of code: String) {
    self = Self.exceptions[code] ?? Self.usual[String(code.prefix(2))] ?? .contradiction
  }

  private static let usual: [String: EvidenceKind] = [
    "SS": .finding, "SD": .finding, "SI": .start, "SO": .subset, "ST": .course, "SE": .result,
  ]

  /// Checks whose evidence is not of the kind of their stage.
  static let exceptions: [String: EvidenceKind] = [
    // Rules of heads and losses, and values that are no numbers.
    "SS01": .contradiction, "SS03": .contradiction, "SS04": .contradiction,
    "SS12": .contradiction, "SD01": .contradiction, "SD05": .contradiction,
    // Two computations of the same thing.
    "SI02": .contradiction, "SI10": .contradiction, "SI11": .contradiction,
    "SI12": .contradiction, "SI13": .contradiction, "SI14": .contradiction,
    // Constant and repeated inputs, few rows, drift, a signal that is not found, labels that look
    // wrong: true of sound data as well, or the mark of several faults.
    "SD02": .background, "SD03": .background, "SD08": .background, "SD14": .background,
    "SD20": .background, "SD21": .background, "SD22": .background,
  ]
}
