import Datasets
import Diagnostics
public import Evaluation
public import Reporting
public import Runs
import Schema

/// Recorded runs held against one of them, paired on the rows that all of them predicted.
public struct RunComparison: Sendable, Encodable {
  public let baseline: String
  public let metric: String
  public let rows: [Row]

  /// One run: its own result, and how it stands against the baseline.
  public struct Row: Sendable, Encodable {
    public let id: String
    public let experiment: String
    public let estimate: Estimate
    /// In the metric judged by first, then in the task's other ones; empty for the baseline.
    public let comparisons: [Comparison]
    let record: RunRecord

    private enum CodingKeys: String, CodingKey {
      case id, experiment, estimate, comparisons
    }
  }

  /// Finds and reads the runs; `baseline` is the first one unless it is named.
  ///
  /// **Errors** a reference that names no run, a run without predictions, runs that were not
  /// measured on the same rows.
  public init(
    references: [String], baseline: String?, metric: String?, store: RunStore
  ) throws {
    let base = try Entrant(baseline ?? references[0], store)
    let others = try (baseline == nil ? Array(references.dropFirst()) : references)
      .map { try Entrant($0, store) }.filter { $0.record.id != base.record.id }
    let judged = try Self.metric(named: metric, for: base)
    let problems = others.compactMap { $0.mismatch(with: base) }
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    let metrics = [judged] + base.predictions.task.comparedMetrics.filter { $0.name != judged.name }
    self.baseline = base.record.id
    self.metric = judged.name
    rows = try ([base] + others).map { entrant in
      Row(
        id: entrant.record.id, experiment: entrant.record.experiment,
        estimate: entrant.estimator.estimate(judged, entrant.predictions),
        comparisons: entrant.record.id == base.record.id
          ? []
          : try metrics.map {
            try base.comparer.paired(
              $0, candidate: entrant.predictions,
              baseline: base.predictions)
          },
        record: entrant.record)
    }
  }

  /// The runs as the comparison table takes them.
  public var comparedRuns: [ComparedRun] {
    rows.map { ComparedRun(record: $0.record, comparisons: $0.comparisons) }
  }

  /// The verdict on the last run named; nil when there is only the baseline.
  public var lastVerdict: Comparison.Verdict? { rows.last?.comparisons.first?.verdict }

  private static func metric(named name: String?, for base: Entrant) throws -> Metric {
    let task = base.predictions.task
    let wanted = name ?? task.comparedMetrics[0].name
    let known = metricCatalog.entries.filter { $0.tasks.contains(task) }
    if let metric = known.first(where: { $0.name == wanted }) { return metric }
    throw DiagnosticsError(
      Diagnostic(
        id: "unknown-metric",
        "--metric must be a metric of a \(task.rawValue) task; got \"\(wanted)\"",
        hint: Suggestion.hint(for: wanted, among: known.map(\.name)),
        notes: ["metrics: \(known.map(\.name).joined(separator: ", "))"]))
  }
}

/// A recorded run with what it predicted.
private struct Entrant {
  let record: RunRecord
  let rowNames: [String]
  let predictions: Predictions

  init(_ reference: String, _ store: RunStore) throws {
    let listing = try store.resolve(reference)
    record = try store.record(of: listing)
    guard let part = try store.predictions(of: listing)?.last else {
      throw DiagnosticsError(
        Diagnostic(
          id: "no-predictions",
          "run \(record.id) must have predictions to be compared; it ended as "
            + "\"\(record.ending.rawValue)\" before it made any"))
    }
    rowNames = part.rowNames
    predictions = part.predictions
  }

  var estimator: Estimator { Estimator(level: 0.95, resamples: 2_000, seed: 1) }
  var comparer: Comparer { Comparer(level: 0.95, resamples: 2_000, seed: 1) }

  /// What keeps this run from being paired with another.
  func mismatch(with base: Entrant) -> Diagnostic? {
    guard
      rowNames != base.rowNames || predictions.truth != base.predictions.truth
        || predictions.classNames != base.predictions.classNames
    else {
      return predictions.weights == base.predictions.weights
        ? nil
        : Diagnostic(
          id: "different-weights",
          "runs must be measured with the same row weights to be compared; \(record.id) and "
            + "\(base.record.id) differ in them",
          notes: ["use the same data.weight"])
    }
    return Diagnostic(
      id: "different-rows",
      "runs must be measured on the same rows to be compared; \(record.id) has \(rowNames.count) rows, "
        + "\(base.record.id) has \(base.rowNames.count)"
        + (rowNames.count == base.rowNames.count ? ", and they are not the same" : ""),
      notes: ["use the same data and the same data.split"])
  }
}
