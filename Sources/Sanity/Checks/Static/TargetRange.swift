import Datasets
import Findings
import Learning
import Schema
import Text

extension CheckEntry {
  static let targetRange = CheckEntry(
    code: "SS03", title: "targets within the range of the output", stage: .static,
    evidenceKind: .contradiction, worst: .stop,
    summary: "The output activation can reach every target.",
    formula: "a sigmoid output of a regression gives (0, 1): the fraction of train targets "
      + "outside [0, 1]",
    source: "DeepDiagnosis, out of range; TheDeepChecker, lack of negative expression",
    knownFalseAlarms: "none known", cost: "one pass over the targets",
    body: .before { context in
      guard case .values(let values) = context.train.targets else {
        return .notApplicable("classes have no range")
      }
      guard let network = context.recipe.network else {
        return .notApplicable("the model has no output activation")
      }
      guard network.outputActivation == .sigmoid else {
        return .passed("the output can take every value", value: 0)
      }
      let outside = values.indices.filter { !(0...1).contains(values[$0]) }
      guard let first = outside.first else {
        return .passed("all targets are within 0 and 1", value: 0)
      }
      let share = Double(outside.count) / Double(values.count)
      let scaled = NumberFormat.number(values[first])
      let own = context.dataset.targetValues(of: [context.train.rowIDs[first]])
      let shown = NumberFormat.number(own.first)
      return Finding(
        verdict: .stop,
        message:
          "the output is a sigmoid, within 0 and 1, but \(NumberFormat.percent(share)) of the "
          + "train targets are not: \(context.rowName(context.train.rowIDs[first])) has "
          + (shown == scaled ? scaled : "\(shown), which is scaled to \(scaled)"),
        value: share, threshold: 0,
        evidence: [
          context.rowEvidence(outside.map { context.train.rowIDs[$0] })
        ],
        causes: ["model.output.activation: sigmoid", "preprocessing.target_scale: standard"],
        remedy: "model.output.activation: identity",
        edits: [SpecEdit(.outputActivation, "identity")])
    })
}
