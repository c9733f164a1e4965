import Findings
import Learning
import LinearAlgebra
import Text

extension CheckEntry {
  static let predictionConsistency = CheckEntry(
    code: "SI12", title: "consistent predictions and row weights", stage: .initial,
    evidenceKind: .contradiction,
    worst: .stop,
    summary: "Predictions do not depend on how rows are batched; weights count rows.",
    formula: "predictions of 16 rows, of the rows reversed, of half of them and repeated agree "
      + "to 1e-5 of the largest; the loss with weight 0 is that without the row, with weight 2 "
      + "that with the row twice, to 1e-9",
    source: "scikit-learn, check_estimator: subset invariance, sample weight invariance",
    knownFalseAlarms: "none known", cost: "four predictions and four losses of 16 rows",
    body: .before { context in
      guard context.isTrainFinite, let model = context.start?.model else {
        return .notApplicable("there is no model to examine")
      }
      let rows = context.sample.rows(at: Array(0..<context.sample.rowCount).evenly(16))
      let n = rows.rowCount
      guard n > 3 else { return .notApplicable("fewer than 4 train rows") }
      let whole = model.outputs(for: rows.inputs)
      let scale = max(1, whole.storage.reduce(0) { max($0, abs($1)) })
      func disagrees(_ positions: [Int]) -> Bool {
        let part = model.outputs(for: rows.inputs.rows(at: positions))
        return zip(part.storage, whole.rows(at: positions).storage)
          .contains { !(abs($0 - $1) <= 1e-5 * scale) }
      }
      func stop(
        _ message: String, _ cause: String = "a mistake of the model, not of the spec"
      ) -> Finding {
        Finding(
          verdict: .stop, message: message, causes: [cause], remedy: "report it with the spec")
      }
      if disagrees(Array(0..<n)) {
        return stop("the same rows get other predictions a second time")
      }
      if disagrees((0..<n).reversed()) { return stop("predictions depend on the order of rows") }
      if disagrees(Array(0..<(n / 2))) {
        return stop("predictions depend on which other rows are predicted with them")
      }
      // Weights: dropping a row and giving it no weight, taking it twice and weighing it double.
      for (weight, positions) in [(0.0, Array(1..<n)), (2.0, [0] + Array(0..<n))] {
        let weighted = TrainingSet(
          inputs: rows.inputs, targets: rows.targets,
          weights: [weight] + [Double](repeating: 1, count: n - 1), rowIDs: rows.rowIDs)
        guard let first = context.plainProblem(on: weighted),
          let second = context.plainProblem(on: rows.rows(at: positions))
        else { return .passed("predictions do not depend on how rows are batched", value: 0) }
        let point = second.initialParameters
        guard first.initialParameters.count == point.count else { continue }
        let (a, b) = (first.loss(at: point), second.loss(at: point))
        if abs(a - b) > 1e-9 * max(1, abs(b)) {
          return stop(
            "a row of weight \(NumberFormat.typed(weight)) is not the same as a row "
              + "\(weight == 0 ? "removed" : "duplicated"): the loss is \(NumberFormat.number(a)), not "
              + NumberFormat.number(b),
            // The predictions agreed: what mixes the rows comes after them.
            "a mistake of the loss, which mixes rows as a broadcast would, not of the spec")
        }
      }
      return .passed("predictions and row weights are consistent", value: 0)
    })
}
