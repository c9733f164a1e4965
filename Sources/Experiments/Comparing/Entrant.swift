import Datasets
import Diagnostics
import Evaluation
import Runs
import Schema
import Text

/// A recorded run with what it predicted.
struct Entrant {
  let record: RunRecord
  /// nil for a run that ended before it predicted anything.
  let part: PredictionsFile.Part?
  let configuration: RunConfiguration
  /// The coverage of its intervals.
  let level: Double

  init(_ reference: String, _ store: RunStore) throws {
    let listing = try store.resolve(reference)
    record = try store.record(of: listing)
    part = try store.predictions(of: listing)?.last
    configuration = record.configuration
    level = record.setting(.intervalLevel).flatMap(Double.init) ?? 0.95
  }

  var id: String { record.id }

  private var resamples: Int { record.setting(.resamples).flatMap { Int($0) } ?? 2_000 }
  private var estimator: Estimator { Estimator(level: level, resamples: resamples, seed: 1) }
  var comparer: Comparer { Comparer(level: level, resamples: resamples, seed: 1) }

  var comparedMetrics: [Metric] { part?.predictions.task.comparedMetrics ?? [] }

  /// The metric of this name; without a name the headline of the run. nil without predictions.
  func metric(named name: String?) throws -> Metric? {
    guard let task = part?.predictions.task else { return nil }
    let known = metricCatalog.entries.filter { $0.tasks.contains(task) }
    let wanted = name ?? record.headline?.metric.name ?? task.comparedMetrics[0].name
    if let metric = known.first(where: { $0.name == wanted }) { return metric }
    throw DiagnosticsError(
      Diagnostic(
        id: "unknown-metric",
        "--metric must be a metric of a \(task.rawValue) task; got \"\(wanted)\"",
        hint: Suggestion.hint(for: wanted, among: known.map(\.name)),
        notes: ["metrics: \(known.map(\.name).joined(separator: ", "))"]))
  }
}

// MARK: Pairing

extension Entrant {
  /// The run to compare with, of which the first entrant is the baseline; a repetition of the baseline
  /// is compared with it only where no run has other settings.
  func partner(among entrants: [Entrant]) -> Entrant? {
    let base = entrants[0]
    let candidates = entrants.filter {
      $0.id != id && $0.configuration == base.configuration && obstacle(to: $0) == nil
    }
    let isRepetition = configuration == base.configuration
    if isRepetition, entrants.contains(where: { $0.configuration != configuration }) { return nil }
    return candidates.first { !isRepetition && $0.hasSeeds(of: self) }
      ?? candidates.first { $0.id == base.id } ?? (isRepetition ? nil : candidates.first)
  }

  private func hasSeeds(of other: Entrant) -> Bool {
    [SettingPath.seed, .splitSeed].allSatisfy { record.setting($0) == other.record.setting($0) }
  }

  /// Whether the two can be compared, or repeat each other.
  func isRelated(to other: Entrant) -> Bool {
    configuration == other.configuration || obstacle(to: other) == nil
  }

  var withoutPredictions: Diagnostic {
    Diagnostic(
      id: "no-predictions",
      "run \(id) must have predictions to be compared; it ended as "
        + "\"\(record.ending.rawValue)\" before it made any")
  }

  /// What keeps this run from being paired with another.
  func obstacle(to base: Entrant) -> Diagnostic? {
    guard let theirs = base.part else { return base.withoutPredictions }
    guard let own = part else { return withoutPredictions }
    let (task, otherTask) = (own.predictions.task, theirs.predictions.task)
    guard task == otherTask, own.predictions.classNames == theirs.predictions.classNames else {
      return Diagnostic(
        id: "different-tasks",
        "runs must have the same task to be compared; \(id) predicts \(title), "
          + "\(base.id) predicts \(base.title)")
    }
    guard own.rowNames == theirs.rowNames, own.predictions.truth == theirs.predictions.truth else {
      return Diagnostic(
        id: "different-rows",
        "runs must be measured on the same rows to be compared; \(id) has "
          + "\(NumberFormat.count(own.rowNames.count, "row")), \(base.id) has "
          + NumberFormat.count(theirs.rowNames.count)
          + (own.rowNames.count == theirs.rowNames.count ? ", and they are not the same" : ""),
        notes: ["use the same data and the same data.split"])
    }
    guard own.predictions.weights == theirs.predictions.weights else {
      return Diagnostic(
        id: "different-weights",
        "runs must be measured with the same row weights to be compared; \(id) and "
          + "\(base.id) differ in them",
        notes: ["use the same data.weight"])
    }
    return nil
  }

  /// "a number", "4 classes".
  private var title: String {
    guard let predictions = part?.predictions, predictions.task.isClassification else {
      return "a number"
    }
    let names = predictions.classNames.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
    return predictions.classNames.count > 3
      ? "\(predictions.classNames.count) classes (\(names), …)" : "the classes \(names)"
  }
}

// MARK: Numbers

extension Entrant {
  /// The differences in each metric; other metrics than the first only where both have a value.
  func comparisons(
    in metrics: [Metric], with partner: Entrant, by comparer: Comparer
  ) throws(ComparisonError) -> [Comparison] {
    guard let own = part?.predictions, let theirs = partner.part?.predictions else { return [] }
    let found = try comparer.paired(metrics, candidate: own, baseline: theirs)
    guard let first = metrics.first, found.first?.metric != first.name else { return found }
    // Throws: the metric judged by has no value for one of the two.
    return [try comparer.paired(first, candidate: own, baseline: theirs)]
  }

  /// The recorded metrics; computed again where the run's intervals have another level than the
  /// baseline's, or where the metric judged by is not recorded.
  func metrics(as base: Entrant, including judged: Metric?) -> [MetricRecord] {
    let recorded = record.judgedEvaluation?.metrics ?? []
    let isComplete = judged.map { judged in recorded.contains { $0.name == judged.name } } ?? true
    guard level != base.level || !isComplete else { return recorded }
    return part?.predictions.metricRecords(base.estimator) ?? []
  }

  /// Notes on the runs whose intervals were computed again at the level of this one.
  func recomputed(_ entrants: [Entrant]) -> [String] {
    let others = entrants.filter { $0.part != nil && $0.level != level }
    guard !others.isEmpty else { return [] }
    let names = others.map { "\($0.id.suffix(4)) (recorded at \(NumberFormat.level($0.level)))" }
    return [
      "all intervals are at \(NumberFormat.level(level)), as in \(id.suffix(4)); computed again for "
        + names.joined(separator: ", ")
    ]
  }
}
