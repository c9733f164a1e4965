import Glibc
import Schema

/// Exponential decay after every epoch.
///
/// **Formula** gammaᵉ, e the number of completed epochs
struct ExponentialSchedule: Schedule {
  let factorPerEpoch: Double
  let warmup: Warmup

  var kind: String { "exponential" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    warmup.factor(at: step)
      ?? pow(factorPerEpoch, Double(step / Swift.max(1, stepsPerEpoch)))
  }
}

extension ScheduleEntry {
  static let exponential = ScheduleEntry(
    name: "exponential", summary: "Exponential decay: multiplied by gamma after every epoch.",
    fields: [
      Field(
        "gamma", Rule.number(above: 0, through: 1), .value(0.95),
        "Factor of the learning rate after each epoch."),
      Warmup.field,
    ]
  ) { settings in
    ExponentialSchedule(factorPerEpoch: settings.number("gamma"), warmup: Warmup(settings))
  }
}
