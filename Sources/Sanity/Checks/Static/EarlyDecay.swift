import Findings
import Learning
import Text

extension CheckEntry {
  static let earlyDecay = CheckEntry(
    code: "SS10", title: "learning-rate schedule leaves time to learn", stage: .static,
    worst: .warn,
    summary: "The schedule reaches its peak and does not decay to almost nothing early.",
    formula: "after the peak, the schedule's factor is below 0.001 of its largest at 25 % of "
      + "the steps; or the largest factor within the budget is below half of the peak",
    source: "Karpathy 2019, on decay by epochs; Google, Tuning Playbook, on warm-up",
    knownFalseAlarms: "none known; it never stops a run", cost: "the schedule at 200 steps",
    body: .before { context in
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard context.plan.optimizer.method.stepRule != nil else {
        return .notApplicable("\(context.plan.optimizer.kind) chooses its step sizes itself")
      }
      let count = context.plannedStepCount
      guard count > 0 else { return .notApplicable("there are no steps") }
      let perEpoch = context.stepsPerEpoch
      let steps = Array(0..<count).evenly(200)
      let factors = steps.map {
        context.plan.schedule.factor(at: $0, of: count, stepsPerEpoch: perEpoch)
      }
      let evidence = [
        Evidence.curve(title: "factor by step", series: "of the peak", values: factors)
      ]
      let largest = factors.max() ?? 0
      guard largest >= 0.5 else {
        return Finding(
          verdict: .warning,
          message: "in \(NumberFormat.count(count, "step")) the learning rate only reaches "
            + "\(NumberFormat.percent(largest)) of its peak",
          value: largest, evidence: evidence,
          causes: ["training.schedule.warmup_steps: longer than the training"],
          remedy: "shorten the warm-up to at most a tenth of the steps")
      }
      let peak = factors.firstIndex(of: largest) ?? 0
      let gone = factors.indices.first { $0 > peak && factors[$0] < 1e-3 * largest }
      guard let gone, 4 * steps[gone] < count else {
        return .passed("the learning rate stays high long enough", value: largest)
      }
      return Finding(
        verdict: .warning,
        message:
          "the learning rate has fallen to \(NumberFormat.number(factors[gone])) of its peak "
          + "at step \(NumberFormat.count(steps[gone])) of \(NumberFormat.count(count))",
        value: Double(steps[gone]) / Double(count), threshold: 0.25, evidence: evidence,
        causes: ["training.schedule: \(context.plan.schedule.kind) that decays too fast"],
        remedy: "training.schedule: constant or cosine")
    })
}

extension GateContext {
  var stepsPerEpoch: Int {
    let batch = plan.rowsPerStep(of: train.rowCount)
    return max(1, (train.rowCount + batch - 1) / batch)
  }
}
