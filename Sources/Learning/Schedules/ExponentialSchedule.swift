import Foundation
import Schema

/// A learning rate that falls by the same factor after every epoch.
///
/// **Formula** gammaᵉ, e the epochs done
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
    name: "exponential", summary: "Falls by the same factor after every epoch.",
    fields: [
      Field(
        "gamma", Rule.number(above: 0, through: 1), .value(0.95),
        "What the learning rate is multiplied by after each epoch."),
      Warmup.field,
    ]
  ) { settings in
    ExponentialSchedule(factorPerEpoch: settings.number("gamma"), warmup: Warmup(settings))
  }
}
