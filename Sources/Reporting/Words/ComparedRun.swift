public import Evaluation
public import Runs
import Schema

/// A run in a comparison, with its differences from the first run.
public struct ComparedRun: Sendable {
  public let record: RunRecord
  /// Comparisons with the first run on the same rows; empty for the first run itself.
  public let comparisons: [Comparison]

  public init(record: RunRecord, comparisons: [Comparison] = []) {
    self.record = record
    self.comparisons = comparisons
  }
}

extension ComparedRun {
  /// The last four digits of the run's id.
  var shortName: String { String(record.id.suffix(4)) }

  /// The settings that differ from the other run's, at most three by name: "hidden [64]".
  func changes(from other: ComparedRun) -> String {
    let before = Dictionary(
      other.record.specification.settings.map { ($0.path, $0.value) },
      uniquingKeysWith: { first, _ in first })
    let changes = record.specification.settings.filter {
      before[$0.path] != $0.value && $0.path != .name
    }
    let names = changes.prefix(3).map { "\($0.path.key) \($0.value)" }
    let rest = changes.count > 3 ? ["\(changes.count - 3) more"] : []
    return (names + rest).joined(separator: ", ")
  }

  /// The digest of the rows that the run was evaluated on.
  var judgedRows: String? {
    let part = record.judgedEvaluation?.part
    return record.data?.parts.first { $0.name == part }?.sha256
  }
}

extension [ComparedRun] {
  /// Whether all evaluated runs were evaluated on the same rows.
  var shareTheirRows: Bool { Set(compactMap(\.judgedRows)).count <= 1 }

  /// The metrics shared with the first run: its headline metric, then its others.
  var sharedMetrics: [MetricRecord] {
    guard let first, let headline = first.record.headline?.metric else { return [] }
    let all = [headline] + (first.record.judgedEvaluation?.metrics ?? [])
    var seen: Set<String> = []
    return all.filter { metric in
      seen.insert(metric.name).inserted
        && dropFirst().contains { $0.metric(metric.name) != nil }
    }
  }

  /// "2 of 3 runs are better than 91c0 in accuracy".
  var verdict: String {
    guard let first, let metric = sharedMetrics.first?.name else {
      return "\(count) runs, without a metric in common"
    }
    let title = metricTitle(metric)
    guard shareTheirRows else { return "These runs were evaluated on different rows" }
    let others = dropFirst()
    let verdicts = others.compactMap { $0.comparison(in: metric)?.verdict }
    guard verdicts.count == others.count else {
      return "\(count) runs side by side, not all of them compared"
    }
    let better = verdicts.count { $0 == .better }
    let worse = verdicts.count { $0 == .worse }
    let subject = others.count == 1 ? "\(others.first?.shortName ?? "")" : nil
    func claim(_ number: Int, _ word: String) -> String {
      let who = subject ?? "\(number) of \(others.count) runs"
      return "\(who) \(subject != nil || number == 1 ? "is" : "are") \(word) \(first.shortName)"
    }
    let claims = [
      better > 0 ? claim(better, "better than") : nil, worse > 0 ? claim(worse, "worse than") : nil,
    ].compactMap { $0 }
    guard !claims.isEmpty else {
      return subject.map {
        "\($0) does not differ significantly from \(first.shortName) in \(metric)"
      }
        ?? "No run differs significantly from \(first.shortName) in \(metric)"
    }
    return claims.joined(separator: ", ") + " in \(title)"
  }
}

extension ComparedRun {
  func metric(_ name: String) -> MetricRecord? {
    record.judgedEvaluation?.metrics.first { $0.name == name }
  }

  func comparison(in metric: String) -> Comparison? {
    comparisons.first { $0.metric == metric }
  }
}
