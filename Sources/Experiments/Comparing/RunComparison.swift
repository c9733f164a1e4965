public import Diagnostics
public import Evaluation
public import Reporting
public import Runs
import Schema

/// Recorded runs held against one of them, paired on the rows that both predicted.
///
/// Runs that differ only in their seeds repeat each other. A run is compared with the repetition of
/// the baseline that has its seeds and rows, or else with the baseline.
public struct RunComparison: Sendable, Encodable {
  public let baseline: String
  /// The metric to judge by; nil where no run has predictions.
  public let metric: String?
  /// The coverage of the intervals: that of the baseline.
  public let level: Double
  public let rows: [Row]
  public let repetitions: [Repetitions]
  /// The runs as tables and reports show them.
  public let comparedRuns: ComparedRuns
  /// Why runs are not compared.
  public let obstacles: [Diagnostic]

  /// One run: its own result, and its differences from another run.
  public struct Row: Sendable, Encodable {
    public let id: String
    public let experiment: String
    /// nil for a run without a result.
    public let estimate: Estimate?
    /// The run that it is compared with.
    public let reference: String?
    /// In the metric judged by first, then in the task's other ones; empty for the baseline.
    public let comparisons: [Comparison]
  }

  private enum CodingKeys: String, CodingKey {
    case baseline, metric, level, rows, repetitions
  }

  /// Finds and reads the runs; the baseline is the first run that has predictions unless it is named.
  ///
  /// **Errors** references that name no run, or one run twice; a metric of another task.
  public init(
    references: [String], baseline: String? = nil, metric: String? = nil, store: RunStore
  ) throws {
    var problems: [Diagnostic] = []
    var entrants: [Entrant] = []
    var names: [String: String] = [:]
    for (index, reference) in ([baseline].compactMap { $0 } + references).enumerated() {
      do {
        let entrant = try Entrant(reference, store)
        if let earlier = names[entrant.id] {
          // The baseline may be among the runs that are held against it.
          let isBaseline = index > 0 && baseline != nil && entrant.id == entrants.first?.id
          if !isBaseline || references.count < 2 {
            problems.append(.sameRun(earlier, reference, entrant.id))
          }
          continue
        }
        names[entrant.id] = reference
        entrants.append(entrant)
      } catch let error as DiagnosticsError {
        problems += error.diagnostics
      }
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    if baseline == nil, let first = entrants.firstIndex(where: { $0.part != nil }) {
      entrants.insert(entrants.remove(at: first), at: 0)
    }
    try self.init(entrants, metric: metric)
  }

  /// The comparisons among the runs of a sweep: those of the same rows together, and repetitions on
  /// other rows with them; runs that can be compared with none are left out.
  public static func among(_ ids: [String], store: RunStore) throws -> [RunComparison] {
    var groups: [[Entrant]] = []
    for entrant in try ids.map({ try Entrant($0, store) }) where entrant.part != nil {
      let related = groups.indices.filter { groups[$0].contains(where: entrant.isRelated) }
      let joined = related.flatMap { groups[$0] } + [entrant]
      for index in related.reversed() { groups.remove(at: index) }
      groups.insert(joined, at: related.first ?? groups.count)
    }
    return try groups.filter { $0.count > 1 }.map { try RunComparison($0, metric: nil) }
  }

  private init(_ entrants: [Entrant], metric name: String?) throws {
    let base = entrants[0]
    let judged = try base.metric(named: name)
    let metrics = judged.map { judged in
      [judged] + base.comparedMetrics.filter { $0.name != judged.name }
    }
    var obstacles = base.part == nil ? [base.withoutPredictions] : []
    let compared = entrants.enumerated().map { index, entrant in
      let partner = index == 0 ? nil : entrant.partner(among: entrants)
      var comparisons: [Comparison] = []
      if let metrics, let partner {
        do throws(ComparisonError) {
          comparisons = try entrant.comparisons(in: metrics, with: partner, by: base.comparer)
        } catch {
          obstacles.append(.noComparison(entrant.id, error))
        }
      } else if base.part != nil, entrant.configuration != base.configuration {
        obstacles += [entrant.obstacle(to: base)].compactMap { $0 }
      }
      return ComparedRun(
        record: entrant.record, metrics: entrant.metrics(as: base, including: judged),
        reference: comparisons.isEmpty ? nil : partner?.id, comparisons: comparisons)
    }
    self.baseline = base.id
    self.metric = judged?.name
    self.obstacles = obstacles
    level = base.level
    rows = compared.map { run in
      Row(
        id: run.record.id, experiment: run.record.experiment,
        estimate: run.metrics.first { $0.name == judged?.name }?.estimate,
        reference: run.reference, comparisons: run.comparisons)
    }
    comparedRuns = ComparedRuns(
      runs: compared, metric: judged?.name,
      notes: base.recomputed(entrants) + obstacles.map(\.message))
    repetitions = comparedRuns.repetitions
  }

  /// The verdict on the last run named; nil where it is not compared.
  public var lastVerdict: Comparison.Verdict? { rows.last?.comparisons.first?.verdict }
}

extension Diagnostic {
  fileprivate static func sameRun(_ first: String, _ second: String, _ id: String) -> Diagnostic {
    Diagnostic(
      id: "same-run",
      "runs must differ to be compared; got \"\(first)\" and \"\(second)\", which are both run \(id)"
    )
  }

  fileprivate static func noComparison(_ id: String, _ error: ComparisonError) -> Diagnostic {
    Diagnostic(id: "no-comparison", "run \(id) cannot be compared: \(error)")
  }
}
