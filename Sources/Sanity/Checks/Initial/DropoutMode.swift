import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let dropoutShift = Threshold(
    "SI17", 3, "loss with dropout over that without, or the inverse")
}

extension CheckEntry {
  static let dropoutMode = CheckEntry(
    code: "SI17", title: "dropout only in training, and rescaled", stage: .initial, worst: .warn,
    summary: "Predictions are made without dropout, and training with it has a similar loss.",
    formula: "two predictions agree to the bit; mean loss over 32 masks of one state, over the "
      + "loss without dropout, above the threshold or below its inverse; and the masks differ",
    threshold: .dropoutShift,
    source: "Srivastava et al. 2014, inverted scaling; TheDeepChecker compares losses",
    knownFalseAlarms: "dropout near 1 legitimately raises the loss: it never stops a run",
    cost: "33 steps on at most 256 rows",
    body: .before { context in
      guard let network = context.recipe.network, network.dropout > 0 else {
        return .notApplicable("there is no dropout")
      }
      guard context.isTrainFinite, let model = context.start?.model else {
        return .notApplicable("there is no initial state")
      }
      let rows = context.sample
      let predictions = [model.outputs(for: rows.inputs), model.outputs(for: rows.inputs)]
      guard predictions[0] == predictions[1] else {
        return Finding(
          verdict: .warning, message: "the same rows get other predictions a second time",
          causes: ["dropout that is active when predicting"], remedy: "report it with the spec")
      }
      func losses(_ recipe: any ModelRecipe, steps: Int) -> [Double] {
        var plan = context.plan.forOverfitting(
          stepLimit: steps, target: StepTarget(loss: -.infinity))
        plan.target = nil
        // Steps too short to change anything: only the masks differ.
        plan.optimizer = plan.optimizer.with(learningRate: 1e-30)
        let outcome = try? recipe.fitted(
          to: rows, dev: nil, plan: plan, context: TrainingContext(recordsStepLosses: true))
        return (outcome?.stepLosses ?? []).prefix(steps).map { $0 }
      }
      let masked = losses(context.recipe, steps: 32)
      guard let plain = losses(context.recipe.withoutRegularization(), steps: 1).first,
        masked.count == 32, plain > 0, plain.isFinite
      else { return .notApplicable("the initial loss is not finite") }
      let mean = masked.mean
      let ratio = mean / plain
      let evidence = [
        Evidence.curve(
          title: "loss by mask", series: "without \(NumberFormat.number(plain))", values: masked)
      ]
      if Set(masked).count == 1 {
        return Finding(
          verdict: .warning, message: "dropout is set and changes nothing", value: 1,
          evidence: evidence, causes: ["dropout that is never applied"],
          remedy: "report it with the spec")
      }
      let limit = context.limit(.dropoutShift)
      guard ratio > limit || ratio < 1 / limit else {
        var finding = Finding.passed(
          "the loss with dropout is \(NumberFormat.number(ratio)) times that without", value: ratio)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning,
        message: "the loss with dropout is \(NumberFormat.number(ratio)) times that without",
        value: ratio, evidence: evidence,
        causes: ["model.dropout: \(NumberFormat.number(network.dropout))"],
        remedy: "lower model.dropout to 0.5 or less")
    })
}
