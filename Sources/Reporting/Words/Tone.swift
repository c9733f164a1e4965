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
    case .equivalent, .consistent: .plain
    case .inconclusive, .inconsistent: .open
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
    case .inconsistent: "≠"
    }
  }
}

extension Comparison {
  /// "better", "inconclusive: needs 6,900 rows".
  var claim: String {
    switch verdict {
    case .inconclusive:
      rowsNeeded.map { "inconclusive: needs \(NumberFormat.count($0, "row"))" } ?? "inconclusive"
    default: verdict.rawValue
    }
  }

  /// The evidence for the claim: "paired, McNemar exact, p = .002".
  var grounds: String {
    let kind =
      switch evidence {
      case .paired: "paired"
      case .numberAndCount: "their rows unknown"
      case .number: "a bare number"
      }
    return [
      test.lowercased().contains(kind) ? nil : kind, test.isEmpty ? nil : test,
      pValue.map(NumberFormat.probability),
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
