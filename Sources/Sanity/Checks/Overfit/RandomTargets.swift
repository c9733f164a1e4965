import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let randomSteps = Threshold(
    "SO11", 1, "steps to fit shuffled targets over those to fit the real ones")
}

extension CheckEntry {
  static let randomTargets = CheckEntry(
    code: "SO11", title: "shuffled targets are harder to fit", stage: .overfit, worst: .note,
    summary: "When SD20 finds no signal: real targets are fitted faster than shuffled ones.",
    formula: "steps of SO01 with the targets of its rows shuffled over those with the real "
      + "ones: at most 1 means that the targets contain nothing the model can use",
    threshold: .randomSteps,
    source: "Zhang et al. 2017: networks take 1.5 to 3.5 times as long to fit random labels",
    knownFalseAlarms: "few rows are easily memorized either way: it is only noted",
    cost: "none where SD20 finds a signal, otherwise about that of SO01",
    body: .before { context in
      guard !context.recipe.isConvex else {
        return .notApplicable("convex: it does not memorize")
      }
      guard context.isTrainFinite, let signal = context.signal,
        min(signal.ridge.probability, signal.nearest.probability)
          > context.limit(.informativeInputs)
      else { return .notApplicable("SD20 finds a signal, or does not apply") }
      guard let trial = try? context.trial(), case .fits = trial.verdict,
        let subset = context.subset.withTargets(.shuffled, seed: context.seed),
        let other = try? SubsetTrial.run(context, subset: subset)
      else { return .notApplicable("SO01 did not pass") }
      let ratio =
        Double(other.attempt.outcome.stepCount) / Double(max(1, trial.attempt.outcome.stepCount))
      let text =
        "shuffled targets take \(NumberFormat.number(ratio)) times the steps of the real ones"
      guard ratio <= context.limit(.randomSteps) else {
        return .passed(text, value: ratio)
      }
      return Finding(
        verdict: .note, message: text + ": the model finds nothing in them that SD20 misses",
        value: ratio,
        evidence: [
          other.attempt.losses(run: "with shuffled targets")
        ],
        causes: ["targets that were shuffled or joined to the wrong rows"],
        remedy: "look at SD12 and SD20")
    })
}
