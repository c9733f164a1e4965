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
        runs.append(BaselineRun(record: record, part: try store.predictions(of: listing)?.last))
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

  /// Each run with the model held against it: paired where both predicted the same rows.
  func records(against scored: ScoredModel) -> [BaselineRecord] {
    runs.map { run in
      let evaluation = run.record.judgedEvaluation
      return BaselineRecord(
        name: run.record.id, kind: .run,
        source: "\(run.record.experiment), \(run.record.model?.title ?? "model")"
          + (difference(run, scored).map { ", \($0): not comparable" } ?? ""),
        rowCount: evaluation?.rowCount, metrics: evaluation?.metrics ?? [],
        comparisons: comparisons(run, scored), seconds: run.record.training?.seconds)
    }
  }

  /// What keeps the two from being paired; nil where both predicted the same rows, by their names,
  /// with the same truth and weights.
  private func difference(_ run: BaselineRun, _ scored: ScoredModel) -> String? {
    guard let own = scored.judged, let theirs = run.part, own.rowNames == theirs.rowNames,
      own.predictions.truth == theirs.predictions.truth,
      own.predictions.classNames == theirs.predictions.classNames
    else { return "on other rows" }
    return own.predictions.weights == theirs.predictions.weights ? nil : "with other row weights"
  }

  private func comparisons(_ run: BaselineRun, _ scored: ScoredModel) -> [Comparison] {
    guard let own = scored.judged, let theirs = run.part, difference(run, scored) == nil else {
      return []
    }
    // The file has the names of rows only; the same names in the same order are the same rows.
    return scored.paired(with: theirs.predictions.numbered(as: own.predictions.rowIDs))
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
