import Findings
import Foundation
import Learning
import Schema
import Text

extension Threshold {
  static let overfitLoss = Threshold(
    "SO01", 0.05, "cross-entropy above its minimum that counts as fitted")
  static let overfitPatientLoss = Threshold.fixed(
    "SO01", 0.1, "cross-entropy that counts as fitted once all rows were correct for ten steps")
  static let overfitVariance = Threshold.fixed(
    "SO01", 1e-3, "fraction of the target's variance left unexplained that counts as fitted")
  static let overfitRest = Threshold.fixed(
    "SO01", 0.05, "fraction of the loss remaining at which it warns instead of stopping the run")
  static let overfitOptimum = Threshold.fixed(
    "SO01", 0.02, "distance of a convex model from its optimum, relative to that of the prior")
  static let overfitSteps = Threshold.fixed(
    "SO01", 500, "steps before it is decided whether to continue")
}

extension CheckEntry {
  static let overfitSubset = CheckEntry(
    code: "SO01", title: "overfits a small subset", stage: .overfit, worst: .stop,
    summary: "Without regularization, the pipeline fits a few of its own training rows.",
    formula: "4 rows per class within 16…64 (32 for numbers), no two equal, in general "
      + "position; full batch, peak learning rate, 500 steps, once more with 1,000 if the loss "
      + "has fallen by a quarter and still falls by 1 % in 25 steps, over the last 50 or, where "
      + "it oscillates, over the last half. Classes: all correct and cross-entropy ≤ 0.05 above "
      + "its minimum (0.10 if correct for ten steps); numbers: 0.1 % of the variance remains; "
      + "convex models: (J − J*) / (J_prior − J*) ≤ 0.02 against their own optimum J*. Two "
      + "other seeds are tried before it stops, and of a raw target the whole training, which must explain "
      + "half of it on other rows; with at most 5 % of the loss remaining it warns",
    threshold: .overfitLoss,
    fixedLimits: [
      .overfitPatientLoss, .overfitVariance, .overfitRest, .overfitOptimum, .overfitSteps,
    ],
    source: "CS231n; Karpathy 2019; Google, testing and debugging course; Zhang et al. 2017; "
      + "Cover 1965",
    knownFalseAlarms: "small learning rates compensated by many steps: when the full run's "
      + "steps would reach the goal, it warns. It cannot detect wrong labels, leaks, drift or a "
      + "model that is too large: such pipelines overfit well",
    cost: "6 · parameters · rows · steps operations: below 1 % of most runs; more where it "
      + "would stop",
    explanation: .candidateEdits,
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.train.rowCount >= 2 else { return .notApplicable("train has one row") }
      let subset = context.subset
      let count = NumberFormat.count(subset.rows.rowCount, "row")
      let trial: SubsetTrial
      do {
        trial = try context.trial()
      } catch let error as FitError {
        return Finding(
          verdict: .stop, message: "cannot overfit \(count): \(context.explanation(of: error))",
          evidence: [subset.evidence(context)])
      }
      return context.finding(of: trial, subset: subset, count: count)
    })
}

extension GateContext {
  /// The training on the subset, run once.
  func trial() throws -> SubsetTrial {
    try facts.trial.value {
      Result { try SubsetTrial.run(self, subset: subset) }
    }.get()
  }

  fileprivate func finding(of trial: SubsetTrial, subset: OverfitSubset, count: String) -> Finding {
    let attempt = trial.attempt
    var finding = Finding.passed("", value: attempt.endLoss)
    finding.evidence = evidence(of: trial, subset: subset)
    if attempt.usesSameRows == false {
      finding.verdict = .stop
      finding.message = "the steps on \(count) did not all use these rows"
      finding.causes = ["a mistake in the training loop, not in the spec"]
      finding.remedy = "report it with the spec"
      return finding
    }
    if let formula = attempt.formulaLoss, disagrees(attempt.endLoss, formula),
      attempt.outcome.isTrainedBySteps, !attempt.isDiverged
    {
      finding.verdict = .stop
      finding.message =
        "the loss on \(count) ends at \(NumberFormat.number(attempt.endLoss)), but the model's "
        + "predictions have \(NumberFormat.number(formula))"
      finding.causes = [
        "training and prediction compute different things, not a mistake of the spec"
      ]
      finding.remedy = "report it with the spec"
      return finding
    }
    let start = NumberFormat.number(attempt.startLoss)
    let end = NumberFormat.number(attempt.endLoss)
    let steps = NumberFormat.count(attempt.outcome.stepCount, "step")
    let seen = "start \(start); needed ≤ \(NumberFormat.number(trial.neededLoss))"
    switch trial.verdict {
    case .fits:
      if let solve = attempt.outcome.solve, !attempt.outcome.isTrainedBySteps {
        let prior = LossFormula.prior(loss, targets: subset.rows.targets).map(NumberFormat.number)
        finding.message =
          "fits \(count) to the optimum: loss \(prior.map { $0 + " → " } ?? "")\(end) "
          + "(\(solve.solver))"
      } else {
        finding.message = "overfits \(count): loss \(start) → \(end) in \(steps)"
      }
    case .fitsSlowly:
      // A fit that is nearly reached is only noted.
      let isNear = attempt.lossReduction(above: trial.optimum == nil ? 0 : trial.neededLoss) >= 0.9
      finding.verdict = isNear ? .note : .warning
      finding.message = "overfits \(count) slowly: after \(steps) loss is \(end) (\(seen))"
      finding.causes = bottleneck + ["training.optimizer.learning_rate is too low"]
      finding.remedy =
        bottleneck.isEmpty ? "raise training.optimizer.learning_rate" : "widen model.hidden"
    case .nearlyFits:
      finding.verdict = .warning
      finding.message = "nearly overfits \(count): after \(steps) loss is \(end) (\(seen))"
      finding.causes = causes(of: trial, subset: subset)
      finding.remedy = "try another training.optimizer.learning_rate"
    case .fragile(let fitting, let all):
      finding.verdict = .warning
      finding.message =
        "overfits \(count) with \(fitting) of \(all) seeds; with this one, after \(steps) "
        + "loss is \(end) (\(seen))"
      finding.causes = ["a fragile initialization: few units, or units that die"]
      finding.remedy = "widen model.hidden, or change model.initialization"
    case .fails:
      finding.verdict = .stop
      finding.message = failure(trial, count: count, seen: seen)
      finding.causes = causes(of: trial, subset: subset)
      finding.remedy = "fix the pipeline before spending a full training on it"
    }
    return finding
  }

  private func failure(_ trial: SubsetTrial, count: String, seen: String) -> String {
    let attempt = trial.attempt
    let end = NumberFormat.number(attempt.endLoss)
    if let gap = trial.optimum?.gap, !attempt.outcome.isTrainedBySteps {
      return "cannot fit \(count): loss is \(end), "
        + "\(NumberFormat.percent(gap)) of the way from the optimum to a constant prediction"
    }
    let steps = NumberFormat.count(attempt.outcome.stepCount, "step")
    if case .diverged(let step, let loss, let tensor) = attempt.outcome.ending {
      let what = loss.isFinite ? "\"\(tensor ?? "a tensor")\" is not finite" : "loss is \(end)"
      return "cannot overfit \(count): after \(NumberFormat.count(step, "step")) \(what) (\(seen))"
    }
    return "cannot overfit \(count): after \(steps) loss is \(end) (\(seen))"
  }

  /// Most likely first; trying them is left to the diagnosis.
  private func causes(of trial: SubsetTrial, subset: OverfitSubset) -> [String] {
    if trial.attempt.isDiverged {
      return ["training.optimizer.learning_rate is too high", "inputs that are not scaled"]
    }
    if !trial.attempt.outcome.isTrainedBySteps { return ["the solver did not reach its optimum"] }
    var causes: [String] = []
    let fall = trial.attempt.lossReduction(above: 0)
    if fall < 0.05 {
      causes.append("training.optimizer.learning_rate is too low")
      causes.append("model.initialization leaves the units identical or dead")
    } else {
      causes.append("training.optimizer.learning_rate is too high or too low")
    }
    if fall < 0 { causes.insert("training.optimizer.learning_rate is too high", at: 0) }
    causes.append("model.hidden is too narrow")
    return bottleneck.isEmpty ? causes : bottleneck + causes.dropLast()
  }

  /// A layer of one or two units, through which little can pass whatever the learning rate.
  private var bottleneck: [String] {
    guard let narrowest = recipe.network?.hidden.min(), narrowest <= 2 else { return [] }
    return ["model.hidden is too narrow: a layer of \(NumberFormat.count(narrowest, "unit"))"]
  }

  /// Whether the training's loss and the predictions' loss cannot be of the same model; only
  /// where both are plain means over the rows.
  private func disagrees(_ training: Double, _ formula: Double) -> Bool {
    guard plan.classWeights == .none, !recipe.isConvex, formula.isFinite else { return false }
    let size = max(abs(training), abs(formula))
    return size < 5 && abs(training - formula) > 0.05 * size + 1e-2
  }

  private func evidence(of trial: SubsetTrial, subset: OverfitSubset) -> [Evidence] {
    let attempt = trial.attempt
    var evidence: [Evidence] = []
    if let step = attempt.unseenOverflow {
      // The losses and the accuracy are those of parameters that the penalty makes infinite.
      evidence.append(
        .text(
          title: "loss with its penalty",
          text: "\(NumberFormat.number(attempt.startLoss)) at the start, not finite after "
            + NumberFormat.count(step, "step")))
    } else if !attempt.outcome.stepLosses.isEmpty {
      evidence.append(attempt.losses(run: nil))
    }
    evidence.append(.neededLoss(trial.neededLoss))
    if task.isClassification, attempt.unseenOverflow == nil {
      evidence.append(.accuracy(attempt.accuracy))
    }
    if let optimum = trial.optimum {
      evidence.append(
        .fraction(
          title: "distance from the optimum to a constant prediction", value: max(0, optimum.gap)))
    }
    if case .diverged(_, _, let tensor?) = attempt.outcome.ending {
      evidence.append(.text(title: "first tensor that is not finite", text: tensor))
    }
    evidence.append(subset.evidence(self))
    if subset.setAsideCount > 0 {
      evidence.append(
        .text(
          title: "rows set aside",
          text:
            "\(NumberFormat.count(subset.setAsideCount, "row")) whose equals mostly have another "
            + "target"))
    }
    if subset.ceiling.conflictRowCount > 0 {
      evidence.append(subset.ceiling.evidence("ceiling of equal rows"))
    }
    if recipe.isConvex, task.isClassification,
      let certificate = SeparabilityCertificate(of: subset.rows)
    {
      evidence.append(.text(title: "certificate", text: certificate.text))
    }
    return evidence
  }
}

extension OverfitSubset {
  fileprivate func evidence(_ context: GateContext) -> Evidence {
    .rows(title: "rows", ids: rows.rowIDs, names: rows.rowIDs.prefix(8).map(context.rowName))
  }
}
