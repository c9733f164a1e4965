import Glibc
import Schema

/// Step decay: the learning rate is multiplied by a factor every few epochs.
struct StepSchedule: Schedule {
  let epochsPerDecay: Int
  let decayFactor: Double
  let warmup: Warmup

  var kind: String { "step" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    let decayCount = step / Swift.max(1, stepsPerEpoch) / epochsPerDecay
    return warmup.factor(at: step) ?? pow(decayFactor, Double(decayCount))
  }
}

extension ScheduleEntry {
  static let step = ScheduleEntry(
    name: "step", summary: "Step decay: multiplied by gamma every step_size epochs.",
    fields: [
      Field(
        "step_size", Rule.count(atLeast: 1), .value(10), "Number of epochs between two decays."),
      Field(
        "gamma", Rule.number(above: 0, through: 1), .value(0.1),
        "Factor of the learning rate at each decay."),
      Warmup.field,
    ]
  ) { settings in
    StepSchedule(
      epochsPerDecay: settings.integer("step_size"), decayFactor: settings.number("gamma"),
      warmup: Warmup(settings))
  }
}
