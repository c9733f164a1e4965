import Evaluation
import Runs
import Schema
import Text

/// Runs side by side, judged by one metric: the first is the baseline.
///
/// Every other run is compared with the baseline, or with a repetition of it that has the same seeds.
public struct ComparedRuns: Sendable {
  public let runs: [ComparedRun]
  /// The key of the metric to judge by; nil where no run has a result.
  public let metric: String?
  /// Sentences without a full stop: why a run is not compared, which intervals were recomputed.
  public let notes: [String]

  public init(runs: [ComparedRun], metric: String?, notes: [String] = []) {
    self.runs = runs
    self.metric = metric
    self.notes = notes
  }
}

extension ComparedRuns {
  /// The metrics that the baseline shares with another run: the one to judge by, then its others.
  var sharedMetrics: [MetricRecord] {
    guard let first = runs.first, let metric, let lead = first.metric(metric) else { return [] }
    var seen: Set<String> = []
    return ([lead] + first.metrics).filter { metric in
      seen.insert(metric.name).inserted
        && runs.dropFirst().contains { $0.metric(metric.name) != nil }
    }
  }

  /// The repetitions of each configuration that has several, in the order of the runs.
  public var repetitions: [Repetitions] {
    guard let metric else { return [] }
    var groups: [[ComparedRun]] = []
    for run in runs {
      let index = groups.firstIndex {
        $0[0].record.configuration == run.record.configuration
      }
      if let index { groups[index].append(run) } else { groups.append([run]) }
    }
    return groups.filter { $0.count > 1 }.map { Repetitions($0, metric: metric) }
  }

  /// The runs of other configurations than the baseline's; where there are none, all but it.
  private var candidates: [ComparedRun] {
    guard let first = runs.first else { return [] }
    let others = runs.filter { $0.record.configuration != first.record.configuration }
    return others.isEmpty ? Array(runs.dropFirst()) : others
  }

  /// Whether some runs are compared with a repetition of the baseline instead of the baseline.
  var hasSeveralReferences: Bool { Set(runs.compactMap(\.reference)).count > 1 }

  /// "91c0", or the runs that take its place for other seeds.
  var referenceName: String {
    let first = runs.first?.shortName ?? ""
    return hasSeveralReferences ? "the run with the settings of \(first) and the same seed" : first
  }

  /// "2 of 3 runs are better than 91c0 in accuracy".
  var verdict: String {
    guard let first = runs.first, let metric, first.metric(metric) != nil, runs.count > 1 else {
      return "\(NumberFormat.count(runs.count, "run")), without a metric in common"
    }
    let title = metricTitle(metric)
    let verdicts = candidates.compactMap { $0.comparison(in: metric)?.verdict }
    guard !verdicts.isEmpty else {
      return repetitions.first.map { repetitions in
        "\(repetitions.countText): \(repetitions.sentence)"
      } ?? "\(runs.count) runs side by side, none of them compared"
    }
    let total = candidates.count
    let only = total == 1 ? candidates.first?.shortName : nil
    func claim(_ verdict: Comparison.Verdict, _ word: String) -> String? {
      let number = verdicts.count { $0 == verdict }
      guard number > 0 else { return nil }
      let who = only ?? "\(number) of \(total) runs"
      return "\(who) \(only != nil || number == 1 ? "is" : "are") \(word) \(referenceName)"
    }
    let claims = [claim(.better, "better than"), claim(.worse, "worse than")].compactMap { $0 }
    let open = total - verdicts.count
    let rest = open > 0 ? "; \(NumberFormat.count(open, "run")) could not be compared" : ""
    guard !claims.isEmpty else {
      let who = only.map { "\($0) does not differ" } ?? "No run differs"
      return "\(who) significantly from \(referenceName) in \(title)\(rest)"
    }
    return claims.joined(separator: ", ") + " in \(title)\(rest)"
  }
}
