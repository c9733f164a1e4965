import Findings
import Learning
import Text

extension CheckEntry {
  static let determinism = CheckEntry(
    code: "SI16", title: "same seed, same losses", stage: .initial, worst: .stop,
    summary: "Twenty steps repeated have the same losses to the bit.",
    formula: "losses of 20 steps of the spec's own plan on at most 256 rows, twice; and once "
      + "with another seed, which must differ where anything is random",
    source: "Karpathy 2019; ML Test Score, infrastructure 1",
    knownFalseAlarms: "none known", cost: "60 steps on at most 256 rows",
    body: .before { context in
      guard context.isTrainFinite, context.isTrainedBySteps else {
        return .notApplicable("not trained by steps")
      }
      let rows = context.sample
      func losses(seed: UInt64) -> [Double]? {
        var plan = context.plan
        plan.budget = .steps(20)
        plan.batchSize = min(plan.batchSize, 32)
        plan.earlyStopping = nil
        plan.target = nil
        plan.seed = seed
        return try? context.recipe.fitted(
          to: rows, dev: nil, plan: plan,
          context: TrainingContext(recordsStepLosses: true, isCancelled: context.isCancelled)
        ).stepLosses
      }
      let seed = context.plan.seed
      guard let first = losses(seed: seed), let second = losses(seed: seed),
        let other = losses(seed: seed &+ 1), !context.isCancelled()
      else { return .notApplicable("the model cannot be trained on these rows") }
      if let step = zip(first, second).enumerated().first(where: {
        $0.element.0.bitPattern != $0.element.1.bitPattern
      })?.offset {
        return Finding(
          verdict: .stop,
          message: "the same seed gives another loss at step \(step): "
            + "\(NumberFormat.number(first[step])) and \(NumberFormat.number(second[step]))",
          value: Double(step),
          evidence: [
            .curve(title: "loss by step", series: "first time", values: first),
            .curve(title: "loss by step", series: "second time", values: second),
          ],
          causes: ["a mistake in the training, which draws numbers without the seed"],
          remedy: "report it with the spec")
      }
      let isRandom =
        !context.recipe.isConvex || (context.plan.isShuffled && rows.rowCount > 32)
      if isRandom, first.count > 2, first == other {
        return Finding(
          verdict: .warning, message: "another seed gives the same losses: the seed is not used",
          evidence: [.curve(title: "loss by step", series: "of both seeds", values: first)],
          causes: ["model.initialization: constant or zeros, without shuffling"],
          remedy: "use the standard initialization and training.shuffle: true")
      }
      return .passed("\(NumberFormat.count(first.count, "step")) repeat to the bit", value: 0)
    })
}
