import Evaluation
import Runs
import Sanity
import Text

/// What a fact means for the reader; each has a symbol, so that no meaning hangs on a colour.
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
    // Which side of their number the model lies on says the difference's sign.
    case .inconclusive, .inconsistent: .open
    }
  }

  /// As the legend of a comparison explains it.
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
  /// "better", "inconclusive: needs 6,900 rows", with what the claim stands on in brackets.
  var claim: String {
    switch verdict {
    case .inconclusive:
      rowsNeeded.map { "inconclusive: needs \(NumberFormat.count($0, "row"))" } ?? "inconclusive"
    default: verdict.rawValue
    }
  }

  /// "paired, McNemar exact, p = .002".
  var grounds: String {
    let kind =
      switch evidence {
      case .paired: "paired"
      case .unpaired: "unpaired"
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
  /// What kind of knowledge of the other system a claim stands on.
  var explanation: String {
    switch self {
    case .paired: "its predictions on the same rows"
    case .unpaired: "its predictions on other rows"
    case .numberAndCount: "a number and its row count"
    case .number: "a number only"
    }
  }
}
