import Findings
import Learning
import LinearAlgebra
import Text

extension CheckEntry {
  static let batchIndependence = CheckEntry(
    code: "SI11", title: "predictions independent of other rows", stage: .initial,
    evidenceKind: .contradiction, worst: .stop,
    summary: "A prediction depends on its own row alone.",
    formula: "one of at most 16 rows is changed: every other row's prediction stays the same to "
      + "the bit",
    source: "Karpathy 2019, \"use backprop to chart dependencies\"; exact, and by absolute value",
    knownFalseAlarms: "none known", cost: "two predictions of 16 rows",
    body: .before { context in
      guard context.isTrainFinite, let model = context.start?.model else {
        return .notApplicable("there is no model to examine")
      }
      let rows = context.sample.rows(at: Array(0..<context.sample.rowCount).evenly(16))
      guard rows.rowCount > 1 else { return .notApplicable("train has one row") }
      let changed = rows.rowCount / 2
      var inputs = rows.inputs.matrix(as: Double.self)
      let before = model.outputs(for: .double(inputs))
      for j in 0..<inputs.columnCount {
        inputs.storage[changed * inputs.columnCount + j] =
          -2 * inputs.storage[changed * inputs.columnCount + j] + 1
      }
      let after = model.outputs(for: .double(inputs))
      let moved = (0..<rows.rowCount).filter { $0 != changed && before.row($0) != after.row($0) }
      guard let first = moved.first else {
        return .passed("each prediction depends on its own row alone", value: 0)
      }
      return Finding(
        verdict: .stop,
        message: "changing \(context.rowName(rows.rowIDs[changed])) changes the prediction of "
          + "\(NumberFormat.count(moved.count, "other row")): \(context.rowName(rows.rowIDs[first]))",
        value: Double(moved.count), threshold: 0,
        evidence: [
          context.rowEvidence(moved.map { rows.rowIDs[$0] })
        ],
        causes: ["a mistake of the model, which mixes the rows of a batch, not of the spec"],
        remedy: "report it with the spec")
    })
}
