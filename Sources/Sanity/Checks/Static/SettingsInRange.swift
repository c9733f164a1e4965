import Findings
import Learning
import Text

extension Threshold {
  static let normalizedStep = Threshold.fixed(
    "SS05", 0.3, "change of each weight in a step of an adaptive optimizer")
  static let summedStep = Threshold.fixed(
    "SS05", 10, "length of a step of plain or momentum descent, in gradients")
}

extension CheckEntry {
  static let settingsInRange = CheckEntry(
    code: "SS05", title: "settings within the usual range", stage: .static, worst: .warn,
    summary: "Settings that the spec allows are also plausible.",
    formula:
      "a learning rate by which an adaptive optimizer moves each weight by more than 0.3 in a "
      + "step, or with which plain or momentum descent moves by more than 10 gradients; momentum above 0.99 (1 or more is an error of the optimizer); Adam's ε outside "
      + "1e-10…1e-2; dropout above 0.8; the full batch of more than 10,000 rows with plain or "
      + "momentum descent; l1 or l2 of 1 or more in a network, l2 of 10 or more in a linear "
      + "model; label smoothing of 0.5 or more",
    fixedLimits: [.normalizedStep, .summedStep],
    source: "TheDeepChecker, settings of its optimizers; the HBS, HLR and RAW mutations",
    knownFalseAlarms: "an unusual setting may be intended: it never stops a run",
    cost: "two steps on one number",
    body: .before { context in
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      let plan = context.plan
      let probe = OptimizerProbe(plan.optimizer)
      // No momentum that a spec can have makes a step more than twice as long.
      if let momentum = probe.momentum, momentum >= 1 {
        let factor = 1 + momentum
        return Finding(
          verdict: .warning,
          message: "the optimizer's step is \(NumberFormat.number(factor)) times the learning rate",
          value: factor,
          causes: [
            "a mistake in the optimizer, not in the spec: its step is not proportional to the learning rate"
          ],
          remedy: "report it with the spec")
      }
      var found: [(text: String, value: Double)] = []
      if let text = context.unusualRate { found.append((text, plan.optimizer.learningRate)) }
      // Measured by two steps, and therefore rounded.
      if let momentum = probe.momentum, momentum > 0.99 + 1e-9 {
        found.append(("training.optimizer.momentum: \(NumberFormat.number(momentum))", momentum))
      }
      if let epsilon = probe.epsilon, epsilon > 1.01e-2 || epsilon < 0.99e-10 {
        found.append(("training.optimizer.epsilon: \(NumberFormat.number(epsilon))", epsilon))
      }
      if let network = context.recipe.network {
        if network.dropout > 0.8 {
          found.append(("model.dropout: \(NumberFormat.number(network.dropout))", network.dropout))
        }
        for (name, value) in [("l1", plan.l1), ("l2", plan.l2)] where value >= 1 {
          found.append(("training.\(name): \(NumberFormat.number(value))", value))
        }
      }
      // Of an input of unit size, ten times its variance leaves a tenth of its weight.
      if context.recipe.isConvex, let l2 = context.modelPenalty, l2 >= 10 {
        found.append(("model.l2: \(NumberFormat.number(l2))", l2))
      }
      let n = context.train.rowCount
      if probe.momentum != nil, plan.rowsPerStep(of: n) == n, n > 10_000 {
        found.append(
          ("training.batch_size: \(NumberFormat.count(plan.batchSize)), all rows", Double(n)))
      }
      if plan.labelSmoothing >= 0.5 {
        found.append(
          (
            "training.label_smoothing: \(NumberFormat.number(plan.labelSmoothing))",
            plan.labelSmoothing
          ))
      }
      guard let first = found.first else { return .passed("settings are within the usual range") }
      let texts = found.map(\.text)
      return Finding(
        verdict: .warning, message: "unusual: \(texts.joined(separator: "; "))",
        value: first.value,
        evidence: [.text(title: "settings", text: texts.joined(separator: "; "))],
        causes: texts, remedy: "leave them at their defaults unless they are intended")
    })
}
