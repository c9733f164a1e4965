import Datasets
import Diagnostics
import Evaluation
import Runs
import Schema

/// The rows that a recorded run was judged on, with its predictions and its data read again.
struct JudgedRows {
  let plan: ExperimentPlan
  let data: PreparedData
  let part: Part
  let names: [String]
  let predictions: Predictions

  /// **Errors** `DiagnosticsError` for a run without predictions, and where the data are not those
  /// that it was judged on; `DatasetError`; `UnreadableRun`.
  init(of run: RecordedRun, in store: RunStore) throws {
    guard let judged = try store.predictions(of: run.listing)?.last else {
      throw DiagnosticsError(
        Diagnostic(
          id: "no-predictions",
          "run \(run.listing.id) must have predicted dev or test rows; it has no predictions"))
    }
    plan = run.plan
    data = try PreparedData(plan)
    part = judged.name
    names = judged.rowNames
    guard data.dataset.split[part].map(data.dataset.rowName) == names else {
      throw Self.changed(run)
    }
    predictions = data.predictions(judged.predictions.outputs, on: part)
    guard predictions.truth == judged.predictions.truth else { throw Self.changed(run) }
  }

  /// Where the prediction is another class than the truth; of numbers every row.
  var errorPositions: [Int] {
    guard predictions.task.isClassification else { return Array(names.indices) }
    let (truth, predicted) = (predictions.trueClasses, predictions.predictedClasses)
    return names.indices.filter { truth[$0] != predicted[$0] }
  }

  /// The slices of goals and of `evaluation.slices`, each once, with the positions of their rows.
  var slices: [(title: String, positions: [Int])] {
    let ofGoals = plan.goals.compactMap { goal -> (title: String, positions: [Int])? in
      guard let title = goal.sliceTitle else { return nil }
      let rows = Set(data.dataset.rows(predictions.rowIDs, where: goal.slice))
      return (title, names.indices.filter { rows.contains(predictions.rowIDs[$0]) })
    }
    let declared = plan.evaluation.slices.flatMap {
      data.dataset.groups(of: predictions.rowIDs, by: $0.grouping)
    }
    var titles: Set<String> = []
    return (ofGoals + declared.map { ($0.title, $0.positions) }).filter {
      titles.insert($0.title).inserted
    }
  }

  private static func changed(_ run: RecordedRun) -> DiagnosticsError {
    DiagnosticsError(
      Diagnostic(
        id: "changed-data",
        "the data must be those that run \(run.listing.id) was judged on; they have changed",
        hint: "assay reproduce \(run.listing.id) names what has changed"), fault: .data)
  }
}
