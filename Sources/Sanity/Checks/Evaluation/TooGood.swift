import Evaluation
import Learning
import LinearAlgebra

extension CheckEntry {
  static let tooGood = CheckEntry(
    code: "SE02", title: "not too good to be true", stage: .evaluation, worst: .warn,
    summary: "A nearly perfect result does not go with the marks of a leak.",
    formula: "loss on the judged rows over that of the best constant below the threshold, and the "
      + "gate had something to say in SD09, SD10, SD11 or SD19",
    threshold: Thresholds.tooGood,
    source: "Kapoor and Narayanan 2023, L1 and L2",
    knownFalseAlarms: "trivial tasks: it never stops a run", cost: "one pass over the predictions",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 10 else {
        return .notApplicable("fewer than 10 rows that were not trained on")
      }
      guard let gate = context.gate else { return .notApplicable("there was no gate") }
      let gain = ConstantGain(
        outputs: predictions.outputs, targets: predictions.targets,
        prior: context.trainTruth.targets(classCount: predictions.outputs.columnCount))
      guard let gain else { return .notApplicable("the target does not vary") }
      let ratio = gain.loss / gain.constantLoss
      let text =
        "loss is \(Wording.percent(ratio)) of the best constant's"
      let hints = gate.checks.filter {
        ["SD09", "SD10", "SD11", "SD19"].contains($0.code)
          && [.warning, .waived, .stop].contains($0.verdict)
      }
      guard ratio < context.limit(Thresholds.tooGood), !hints.isEmpty else {
        return .passed(text, value: ratio)
      }
      return Finding(
        verdict: .warning,
        message: "\(text), and \(hints.map(\.code).joined(separator: ", ")) had marks of a leak",
        value: ratio,
        evidence: hints.map { .init($0.code, $0.message) },
        causes: hints.flatMap(\.causes),
        remedy: "train without the column or the rows and compare")
    })
}
