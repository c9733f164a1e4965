import Datasets
import Diagnostics
import Evaluation
import Runs
import Schema

/// Recorded runs that the spec names as baselines, with what they said of their rows.
struct BaselineRuns: Sendable {
  private let runs: [BaselineRun]
  /// The run that each reference of the spec means, as "EXPERIMENT@ID".
  let resolved: [String: String]

  private struct BaselineRun: Sendable {
    let reference: String
    let mark: Mark?
    let record: RunRecord
    let part: PredictionsFile.Part?
  }

  /// Finds and reads the runs; throws a diagnostic at each one that cannot be found.
  ///
  /// `resolved` are the references of a run that began earlier: "latest" means what it meant then.
  init(_ plan: ExperimentPlan, _ store: RunStore, resolved: [String: String] = [:]) throws {
    var problems: [Diagnostic] = []
    var runs: [BaselineRun] = []
    var resolved = resolved
    for case .run(let reference, let mark) in plan.baselines {
      do {
        let listing = try store.resolve(resolved[reference] ?? reference)
        resolved[reference] = "\(listing.experiment)@\(listing.id)"
        let record = try store.record(of: listing)
        runs.append(
          BaselineRun(
            reference: reference, mark: mark, record: record,
            part: try store.predictions(of: listing)?.last))
      } catch {
        let message = "baselines must name a recorded run; got \"\(reference)\""
        let notes = [Diagnostic.words(of: error)]
        problems.append(
          mark?.diagnostic(id: "unknown-run", message, notes: notes)
            ?? Diagnostic(id: "unknown-run", message, notes: notes))
      }
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    self.runs = runs
    self.resolved = resolved
  }

  /// Throws a diagnostic for each run that predicts something else than the data hold.
  func requireTask(of data: PreparedData) throws {
    let problems = runs.compactMap { run -> Diagnostic? in
      let problem: String
      if let predictions = run.part?.predictions {
        let target = run.record.data?.target ?? data.dataset.schema.target
        guard
          predictions.task != data.task || predictions.classNames != data.classNames
            || target != data.dataset.schema.target
        else { return nil }
        problem = "predicts another target, \"\(target)\" (\(predictions.task.rawValue))"
      } else {
        problem = "has no predictions"
      }
      let message =
        "baselines must name a run that predicts \"\(data.dataset.schema.target)\"; "
        + "got \"\(run.reference)\", which \(problem)"
      return run.mark?.diagnostic(id: "other-task", message)
        ?? Diagnostic(id: "other-task", message)
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
  }

  /// Each run with the model held against it: paired where both predicted the same rows.
  func records(against scored: ScoredModel) -> [BaselineRecord] {
    runs.map { run in
      let evaluation = run.record.judgedEvaluation
      return BaselineRecord(
        name: run.record.id, kind: .run,
        source: "\(run.record.experiment), \(run.record.model?.title ?? "model")"
          + (difference(run, scored).map { ", \($0.text)" } ?? ""),
        rowCount: evaluation?.rowCount, metrics: evaluation?.metrics ?? [],
        comparisons: comparisons(run, scored), seconds: run.record.training?.seconds)
    }
  }

  /// What keeps two runs from being paired.
  private enum Difference {
    case rows, weights

    var text: String {
      switch self {
      case .rows: "on other rows: not paired"
      case .weights: "with other row weights: not comparable"
      }
    }
  }

  /// nil where both predicted the same rows, by their names, with the same truth and weights.
  private func difference(_ run: BaselineRun, _ scored: ScoredModel) -> Difference? {
    guard let own = scored.judged, let theirs = run.part, own.rowNames == theirs.rowNames,
      own.predictions.truth == theirs.predictions.truth
    else { return .rows }
    return own.predictions.weights == theirs.predictions.weights ? nil : .weights
  }

  private func comparisons(_ run: BaselineRun, _ scored: ScoredModel) -> [Comparison] {
    guard let own = scored.judged?.predictions, let theirs = run.part?.predictions else {
      return []
    }
    switch difference(run, scored) {
    case nil:
      // The file has the names of rows only; the same names in the same order are the same rows.
      return scored.paired(with: theirs.numbered(as: own.rowIDs))
    case .rows:
      // Of other rows only the numbers can be compared, and how many rows they rest on.
      return own.task.comparedMetrics.compactMap { metric in
        metric.value(theirs).flatMap { value in
          try? scored.comparer.published(
            metric, candidate: own, value: value, rows: theirs.rowCount)
        }
      }
    case .weights: return []
    }
  }
}

extension Predictions {
  /// The same predictions under other row ids.
  func numbered(as rowIDs: [Int]) -> Predictions {
    Predictions(
      task: task, classNames: classNames, rowIDs: rowIDs, truth: truth, outputs: outputs,
      weights: weights)
  }
}
