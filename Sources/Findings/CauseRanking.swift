import Schema

/// The order in which the terminal, the report and the record name causes.
///
/// Causes that a diagnosis confirmed by trying edits come first, since it weighed every clue. The
/// exception is an improvement for which no clue spoke, or that changes the learning rate alone:
/// many faults do less harm at another learning rate, so contradictions and facts about spec and
/// data go before it; so do stops of that kind before any improvement. The rest follows by `EvidenceKind`. Among equals a stop comes before a
/// warning, then the order of the checks; the order of each check's own causes is kept.
public enum CauseRanking {
  /// The causes of stops and warnings, most likely first.
  public static func causes(
    of checks: [CheckResult], diagnosis: Diagnosis? = nil
  ) -> [NamedCause] {
    let failing = checks.filter { [.stop, .warning].contains($0.verdict) }
    let ranked = failing.enumerated().sorted { a, b in
      let (first, second) = (rank(of: a.element), rank(of: b.element))
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
    let facts = ranked.prefix {
      $0.evidenceKind <= .background
        && (diagnosis?.comesAfterFacts == true
          || diagnosis?.verdict == .improvable && $0.verdict == .stop)
    }
    return facts.flatMap(causes) + (diagnosis.map(causes) ?? [])
      + ranked.dropFirst(facts.count).flatMap(causes)
  }

  /// The causes to show where no edits were tried, most likely first.
  ///
  /// A warning is quoted beside a stop only if its evidence has fewer explanations than that of
  /// every stop: unscaled inputs explain a loss that does not fall.
  public static func texts(of checks: [CheckResult]) -> [String] {
    let strongest = checks.filter { $0.verdict == .stop }.map(\.evidenceKind).min()
    let shown = checks.filter { check in
      check.verdict == .stop
        || check.verdict == .warning && check.evidenceKind != .background
          && strongest.map { check.evidenceKind < $0 } ?? true
    }
    var seen: Set<String> = []
    return causes(of: shown.filter { !$0.causes.isEmpty }).map(\.text)
      .filter { seen.insert($0).inserted }
  }

  /// The causes a check names, or its message if it names none.
  private static func causes(of check: CheckResult) -> [NamedCause] {
    let texts = check.causes.isEmpty ? [check.message] : check.causes
    return texts.map { NamedCause(source: .check(check.code), text: $0) }
  }

  /// The causes a diagnosis names, the repair first; none if it found none.
  private static func causes(of diagnosis: Diagnosis) -> [NamedCause] {
    switch diagnosis.verdict {
    case .unknown: []
    case .faultyUpdate: [NamedCause(source: .diagnosis, text: diagnosis.cause)]
    case .repairable, .improvable:
      ([diagnosis.repair].compactMap(\.self) + diagnosis.alternatives).map {
        NamedCause(source: .diagnosis, text: $0.cause, edits: $0.edits)
      }
    }
  }

  private static func rank(of check: CheckResult) -> (Int, Int) {
    (check.evidenceKind.rank, check.verdict == .stop ? 0 : 1)
  }
}

extension Diagnosis {
  /// Whether facts of spec and data explain more than it does.
  fileprivate var comesAfterFacts: Bool {
    guard verdict == .improvable, let repair else { return false }
    return repair.clues.isEmpty
      || repair.changes.map(\.path) == [.learningRate]
  }
}
