import Foundation
import Schema

/// A learning rate that falls by a factor each time some epochs have passed.
struct StepSchedule: Schedule {
  /// Epochs between two falls, counted from the first step.
  let epochsPerFall: Int
  let factorPerFall: Double
  let warmup: Warmup

  var kind: String { "step" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    let fallCount = step / Swift.max(1, stepsPerEpoch) / epochsPerFall
    return warmup.factor(at: step) ?? pow(factorPerFall, Double(fallCount))
  }
}

extension ScheduleEntry {
  static let step = ScheduleEntry(
    name: "step", summary: "Falls by a factor after every so many epochs.",
    fields: [
      Field(
        "step_size", Rule.integer(atLeast: 1), .value(10), "Epochs from one fall to the next."),
      Field(
        "gamma", Rule.number(above: 0, through: 1), .value(0.1),
        "What the learning rate is multiplied by at each fall."),
      Warmup.field,
    ]
  ) { settings in
    StepSchedule(
      epochsPerFall: settings.integer("step_size"), factorPerFall: settings.number("gamma"),
      warmup: Warmup(settings))
  }
}
