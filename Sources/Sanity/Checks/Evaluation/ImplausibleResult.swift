import Evaluation
import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let implausibleResult = Threshold(
    "SE02", 0.1, "loss over that of the prior or mean predictor")
}

extension CheckEntry {
  static let implausibleResult = CheckEntry(
    code: "SE02", title: "not too good to be true", stage: .evaluation, worst: .warn,
    summary: "A nearly perfect result does not coincide with signs of a leak.",
    formula: "loss on the evaluated rows over that of the prior or mean predictor below the "
      + "threshold, and a check of the gate reported a possible leak: SD09, SD10, SD11, SD19 or SD28",
    threshold: .implausibleResult,
    source: "Kapoor and Narayanan 2023, L1 and L2",
    knownFalseAlarms: "trivial tasks: it never stops a run", cost: "one pass over the predictions",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 10 else {
        return .notApplicable("fewer than 10 rows that were not trained on")
      }
      guard let gate = context.gate else { return .notApplicable("there was no gate") }
      let gain = context.gain(of: predictions)
      guard let gain else { return .notApplicable("the target does not vary") }
      let ratio = gain.loss / gain.constantLoss
      let text =
        "loss is \(NumberFormat.percent(ratio)) of a constant prediction's"
      let hints = gate.checks.filter {
        checkCatalog[$0.code]?.showsLeak == true
          && [.warning, .waived, .stop].contains($0.verdict)
      }
      guard ratio < context.limit(.implausibleResult), !hints.isEmpty else {
        return .passed(text, value: ratio)
      }
      return Finding(
        verdict: .warning,
        message:
          "\(text), and \(hints.map(\.code.rawValue).joined(separator: ", ")) reported a possible leak",
        value: ratio,
        evidence: hints.map { .text(title: $0.code.rawValue, text: $0.message) },
        causes: hints.flatMap(\.causes),
        remedy: "train without the column or the rows and compare")
    })
}
