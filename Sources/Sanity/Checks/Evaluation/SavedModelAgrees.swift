import Findings
import Learning
import LinearAlgebra
import Text

extension CheckEntry {
  static let savedModelAgrees = CheckEntry(
    code: "SE07", title: "saved model predicts the same", stage: .evaluation, worst: .stop,
    summary: "The model, saved and loaded, predicts the same to the bit.",
    formula: "predictions of at most 256 train rows before and after saving, compared bit by "
      + "bit",
    source: "ML Test Score, infrastructure",
    knownFalseAlarms: "none known", cost: "two predictions of 256 rows",
    body: .after { context in
      let rows = context.train.inputs.rows(at: Array(0..<context.train.rowCount).evenly(256))
      let model = context.outcome.model
      let savingMistake = "a mistake in saving or loading models, not in the spec"
      func stop(_ message: String) -> Finding {
        Finding(
          verdict: .stop, message: message,
          causes: (context.recipe?.network?.dropout ?? 0) > 0
            ? ["model.dropout is active when predicting: a mistake in it", savingMistake]
            : [savingMistake],
          remedy: "report it with the spec")
      }
      let saved: any FittedModel
      do {
        saved = try Safetensors(decoding: Safetensors(model: model).encoded()).model()
      } catch {
        return stop("the saved model cannot be loaded: \(error)")
      }
      let before = model.outputs(for: rows).storage
      let after = saved.outputs(for: rows).storage
      let differing = zip(before, after).count { $0.bitPattern != $1.bitPattern }
      guard before.count == after.count, differing == 0 else {
        return stop(
          "\(NumberFormat.count(differing, "prediction")) of the saved model differ from those in memory"
        )
      }
      return .passed("the saved model predicts the same", value: 0)
    })
}
