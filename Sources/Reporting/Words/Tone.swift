import Evaluation
import Findings
import Runs
import Text

/// The meaning of a fact for the reader; each has a symbol, so that no meaning depends on colour.
enum Tone: String {
  case good, bad, caution, open, plain

  var symbol: String {
    switch self {
    case .good: "✓"
    case .bad: "✗"
    case .caution: "!"
    case .open: "?"
    case .plain: "·"
    }
  }
}

extension CheckResult.Verdict {
  var tone: Tone {
    switch self {
    case .passed: .good
    case .warning: .caution
    case .stop: .bad
    case .note, .notApplicable, .waived: .plain
    }
  }

  /// For tables: "does not apply".
  var word: String {
    switch self {
    case .passed: "passed"
    case .note: "note"
    case .warning: "warning"
    case .stop: "stop"
    case .notApplicable: "does not apply"
    case .waived: "waived"
    }
  }
}

extension GateReport {
  /// "94 checks"; "61 of 94 checks applied" where some do not apply.
  var countText: String {
    let applied = checks.count { $0.verdict != .notApplicable }
    let all = NumberFormat.count(checks.count, "check")
    return applied == checks.count ? all : "\(NumberFormat.count(applied)) of \(all) applied"
  }
}

extension GoalRecord.Verdict {
  var tone: Tone {
    switch self {
    case .met: .good
    case .missed: .bad
    case .undecided: .open
    }
  }
}

extension Comparison.Verdict {
  var tone: Tone {
    switch self {
    case .better: .good
    case .worse: .bad
    case .equivalent, .consistent, .ahead, .behind: .plain
    case .inconclusive: .open
    }
  }

  /// The symbol that the legend of a comparison explains.
  var symbol: String {
    switch self {
    case .better: "▲"
    case .worse: "▼"
    case .equivalent: "="
    case .inconclusive: "?"
    case .consistent: "≈"
    case .ahead: "△"
    case .behind: "▽"
    }
  }

  /// For legends: "no difference shown".
  var words: String {
    switch self {
    case .better, .worse, .equivalent, .consistent: rawValue
    case .inconclusive: "no difference shown"
    case .ahead, .behind: "\(rawValue), on other rows"
    }
  }
}

extension Comparison {
  /// "better", "no difference shown (detectable: 0.027)".
  var claim: String {
    switch (verdict, evidence) {
    case (.inconclusive, .paired):
      verdict.words
        + (smallestDetectable.map { " (detectable: \(NumberFormat.number($0)))" } ?? "")
    case (.inconclusive, .numberAndCount): "inconclusive"
    case (.inconclusive, .number): "inconclusive: their rows unknown"
    default: verdict.words
    }
  }

  /// The evidence for the claim: "paired, McNemar exact, p = .006 corrected for 3 metrics".
  var grounds: String {
    let kind =
      switch evidence {
      case .paired: "paired"
      case .numberAndCount: "other rows"
      case .number: "a bare number"
      }
    let count = familySize ?? 1
    let correction = count > 1 ? " corrected for \(NumberFormat.count(count, "metric"))" : ""
    return [
      test.lowercased().contains(kind) ? nil : kind, test.isEmpty ? nil : test,
      (correctedPValue ?? pValue).map { NumberFormat.probability($0) + correction },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

extension Comparison.Evidence {
  /// The kind of knowledge about the other system.
  var explanation: String {
    switch self {
    case .paired: "its predictions on the same rows"
    case .numberAndCount: "a number and its row count"
    case .number: "a number only"
    }
  }
}
