import Evaluation
import Findings
import Foundation
import Runs
import Schema
import Text

/// The verdict on a run in one sentence.
struct Verdict {
  let tone: Tone
  /// Without a full stop, so that it can stand as a title.
  let sentence: String
  /// A second sentence with the numbers behind the first; nil where there are none.
  let addition: String?

  init(of record: RunRecord) {
    switch record.ending {
    case .stoppedByGate:
      self = Self.ofStoppedGate(record)
    case .diverged:
      let ending = record.training.map(\.ending)
      self.init(
        tone: .bad, sentence: "Training diverged: there is no model to evaluate",
        addition: ending.map(Self.asSentence))
    case .interrupted:
      let epochs = record.training?.epochs.count ?? 0
      self.init(
        tone: .caution, sentence: "The run was interrupted before its evaluation",
        addition: epochs > 0
          ? "It had trained for \(NumberFormat.count(epochs, "epoch"))." : nil)
    case .failed:
      self.init(
        tone: .bad, sentence: "The run failed before its evaluation",
        addition: "The last lines of events.jsonl say where.")
    case .checkFailed:
      let stop = record.gate?.checks.first { $0.verdict == .stop }
      self.init(
        tone: .bad,
        sentence: "The results cannot be trusted: \(stop?.message ?? "a check failed")",
        addition: (stop?.causes.first ?? stop?.remedy).map(Self.asSentence))
    case .finished, .goalMissed:
      self = Self.ofResult(record)
    }
  }

  private init(tone: Tone, sentence: String, addition: String?) {
    self.tone = tone
    self.sentence = sentence
    self.addition = addition
  }

  private static func ofStoppedGate(_ record: RunRecord) -> Verdict {
    let stops = record.gate?.stops ?? []
    guard let gate = record.gate, let stop = stops.first else {
      return Verdict(
        tone: .bad, sentence: "The gate stopped the run before training", addition: nil)
    }
    let others = stops.count > 1 ? ", and \(NumberFormat.count(stops.count - 1, "check")) more" : ""
    let (claim, detail) = halves(of: stop.message)
    let cause = gate.explainedStops.isEmpty ? nil : gate.diagnosis?.repair?.cause
    let additions = [detail, cause ?? stop.remedy].compactMap { $0 }.map(asSentence)
    return Verdict(
      tone: .bad,
      sentence:
        "Stopped \(record.training == nil ? "before" : "during") training: \(claim)\(others)",
      addition: additions.isEmpty ? nil : additions.joined(separator: " "))
  }

  /// A long message split at its first colon: the claim, and the detail.
  private static func halves(of message: String) -> (claim: String, detail: String?) {
    guard message.count > 60, let colon = message.range(of: ": ") else { return (message, nil) }
    return (String(message[..<colon.lowerBound]), String(message[colon.upperBound...]))
  }

  /// Key examples come first, then goals and baselines; groups and slices add to what is good.
  private static func ofResult(_ record: RunRecord) -> Verdict {
    let wrong = record.analysis?.wrongExamples ?? []
    guard let first = wrong.first else { return ofAverage(record) }
    let count = record.analysis?.keyExamples?.count ?? wrong.count
    let sentence =
      wrong.count == 1
      ? "A key example is predicted wrong: \(first.sentence)"
      : "\(numeral(wrong.count)) of \(count) key examples are predicted wrong"
    let rest = ofAverage(record)
    return Verdict(
      tone: .bad, sentence: sentence,
      addition: [asSentence(rest.sentence), rest.addition].compactMap(\.self).joined(separator: " ")
    )
  }

  private static func ofAverage(_ record: RunRecord) -> Verdict {
    let judged = withGroups(ofGoals(record), record)
    guard let failure = failure(of: record) else { return judged }
    // A model that knows no more than a constant is not good because its goals were low.
    let goals = record.goals.isEmpty ? "" : "; \(lowercased(judged.sentence))"
    return Verdict(tone: .bad, sentence: failure + goals, addition: standing(of: record))
  }

  /// A good verdict with what groups and slices hold against it.
  private static func withGroups(_ verdict: Verdict, _ record: RunRecord) -> Verdict {
    guard let analysis = record.analysis, verdict.tone == .good || verdict.tone == .plain else {
      return verdict
    }
    var doubts: [String] = []
    if let uneven = analysis.unevenGroups.first {
      doubts.append("groups by \(uneven.title) differ in \(uneven.disparity.criterion.title)")
    }
    if let metric = record.headline?.metric,
      let slice = analysis.worseSlices(in: metric.name).first
    {
      doubts.append("\(metric.title) is worse for \(slice.name)")
    }
    guard !doubts.isEmpty else { return verdict }
    return Verdict(
      tone: .caution, sentence: "\(verdict.sentence); \(doubts.joined(separator: "; "))",
      addition: verdict.addition)
  }

  /// That the model is no better than a constant prediction, or worse than a quick baseline; nil
  /// where it is neither.
  private static func failure(of record: RunRecord) -> String? {
    let isConstant = record.gate?.checks.contains {
      $0.code == .beatsPriorPredictor && $0.verdict == .warning
    }
    if isConstant == true { return "Not significantly better than a constant prediction" }
    guard let metric = record.headline?.metric.name else { return nil }
    return record.comparedBaselines(in: metric).first {
      $0.kind == .quick && $0.comparison.verdict == .worse
    }.map { "Worse than \($0.name)" }
  }

  private static func lowercased(_ sentence: String) -> String {
    sentence.prefix(1).lowercased() + sentence.dropFirst()
  }

  private static func ofGoals(_ record: RunRecord) -> Verdict {
    let missed = record.goals.filter { $0.verdict == .missed }
    let undecided = record.goals.filter { $0.verdict == .undecided }
    let count = record.goals.count
    if let first = missed.first {
      let number = missed.count == count && count > 1 ? "None" : numeral(missed.count)
      let sentence: String
      if count == 1 {
        sentence = "The goal is not met: \(shortfall(first))"
      } else if missed.count == count {
        sentence = "\(number) of the \(count) goals is met"
      } else {
        sentence =
          "\(number) of \(count) goals \(missed.count == 1 ? "is" : "are") not met: "
          + missed.prefix(2).map(shortfall).joined(separator: "; ")
      }
      return Verdict(tone: .bad, sentence: sentence, addition: standing(of: record))
    }
    if !undecided.isEmpty {
      let isOne = undecided.count == 1
      return Verdict(
        tone: .open,
        sentence: "\(isOne ? "A goal" : "\(undecided.count) goals") could not be judged: "
          + "\(list(undecided.map(\.subject))) \(isOne ? "is" : "are") undefined",
        addition: standing(of: record))
    }
    if count > 0 {
      let close = record.goals.filter(\.isClose)
      let sentence =
        count == 1
        ? "The goal is met"
        : count == 2
          ? "Both goals are met"
          : "All \(count) goals are met"
      let doubt = close.isEmpty ? "" : ", \(list(close.map(\.subject))) only just"
      return Verdict(tone: .good, sentence: sentence + doubt, addition: standing(of: record))
    }
    return ofComparison(record)
  }

  /// The verdict of a run without goals: its comparison with the baselines.
  private static func ofComparison(_ record: RunRecord) -> Verdict {
    guard let headline = record.headline else {
      return Verdict(
        tone: .plain, sentence: "The run finished without an evaluation", addition: nil)
    }
    let baselines = record.comparedBaselines(in: headline.metric.name)
    let worse = baselines.filter { $0.comparison.verdict == .worse }
    let open = baselines.filter { $0.comparison.verdict == .inconclusive }
    if let first = worse.first {
      return Verdict(
        tone: .bad, sentence: "Worse than \(first.name)", addition: standing(of: record))
    }
    if let first = open.first {
      return Verdict(
        tone: .open, sentence: "Not significantly better than \(first.name)",
        addition: standing(of: record))
    }
    let better = baselines.filter { $0.comparison.verdict == .better }
    guard !better.isEmpty else {
      let number = NumberFormat.value(headline.metric.estimate, unit: headline.metric.unit)
      return Verdict(
        tone: .plain,
        sentence: "\(headline.metric.title) \(number)"
          + NumberFormat.suffix(of: headline.metric.unit)
          + " on \(NumberFormat.count(headline.rowCount, "\(headline.part.rawValue) row"))",
        addition: nil)
    }
    return Verdict(
      tone: .good, sentence: "Better than \(list(better.map(\.name)))",
      addition: standing(of: record))
  }

  /// "a, b and c".
  static func list(_ names: [String]) -> String {
    guard names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }

  /// "ROC AUC is 0.912 [0.907, 0.916] on 16,281 test rows, better than logistic by 0.021."
  private static func standing(of record: RunRecord) -> String? {
    guard let headline = record.headline else { return nil }
    let estimate = NumberFormat.estimate(headline.metric.estimate, unit: headline.metric.unit)
    let rows = NumberFormat.count(headline.rowCount, "\(headline.part.rawValue) row")
    var text = "\(headline.metric.title) is \(estimate) on \(rows)"
    if let baseline = record.comparedBaselines(in: headline.metric.name).last {
      let comparison = baseline.comparison
      let difference = NumberFormat.difference(comparison)
      switch comparison.verdict {
      case .better: text += ", better than \(baseline.name) (\(difference))"
      case .worse: text += ", worse than \(baseline.name) (\(difference))"
      case .equivalent: text += ", equivalent to \(baseline.name)"
      case .inconclusive: text += ", not significantly better than \(baseline.name) (\(difference))"
      case .consistent, .ahead, .behind: break
      }
    }
    return asSentence(text)
  }

  private static func shortfall(_ goal: GoalRecord) -> String {
    let value =
      NumberFormat.value(goal.estimate, unit: goal.unit) + NumberFormat.suffix(of: goal.unit)
    switch goal.bound {
    case .atLeast: return "\(goal.subject) is \(value) and had to be at least \(bound(goal))"
    case .atMost: return "\(goal.subject) is \(value) and had to be at most \(bound(goal))"
    }
  }

  private static func bound(_ goal: GoalRecord) -> String {
    NumberFormat.exact(goal.limit) + NumberFormat.suffix(of: goal.unit)
  }

  private static func numeral(_ count: Int) -> String {
    let words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]
    return words.indices.contains(count) ? words[count] : String(count)
  }

  /// The text with a capital and a full stop; the path of a setting keeps its small letter.
  static func asSentence(_ text: String) -> String {
    let isName = text.prefix { $0 != " " }.dropLast().contains { $0 == "." || $0 == "_" }
    let capital = isName ? text : text.prefix(1).uppercased() + text.dropFirst()
    return capital.hasSuffix(".") || capital.hasSuffix("!") || capital.hasSuffix("?")
      ? capital : capital + "."
  }
}

/// A baseline with the model's difference from it in one metric.
struct ComparedBaseline {
  let name: String
  let kind: BaselineRecord.Kind
  let comparison: Comparison
}

extension RunRecord {
  /// The baselines evaluated on the run's own rows, the default ones first.
  func comparedBaselines(in metric: String) -> [ComparedBaseline] {
    baselines.compactMap { baseline in
      guard let comparison = baseline.comparisons.first(where: { $0.metric == metric }),
        comparison.evidence == .paired
      else { return nil }
      return ComparedBaseline(name: baseline.name, kind: baseline.kind, comparison: comparison)
    }
  }
}
