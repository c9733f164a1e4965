import Glibc
import Schema

/// Cosine decay from the end of the warm-up to the last step.
///
/// **Formula** f + (1 − f)·½·(1 + cos(π·t/T)), t and T counted without the warm-up
///
/// **Source** Loshchilov and Hutter 2017, without restarts
struct CosineSchedule: Schedule {
  /// f, which would be reached one step after the last.
  let finalFactor: Double
  let warmup: Warmup

  var kind: String { "cosine" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    if let rising = warmup.factor(at: step) { return rising }
    let length = Double(Swift.max(1, stepCount - warmup.stepCount))
    let done = Swift.min(1, Double(step - warmup.stepCount) / length)
    return finalFactor + (1 - finalFactor) * 0.5 * (1 + cos(.pi * done))
  }
}

extension ScheduleEntry {
  static let cosine = ScheduleEntry(
    name: "cosine", summary: "Cosine decay over the whole training.",
    fields: [
      Field(
        "final_factor", Rule.number(in: 0.0...1.0), .value(0.0),
        "Final learning rate as a fraction of the peak."),
      Warmup.field,
    ]
  ) { settings in
    CosineSchedule(finalFactor: settings.number("final_factor"), warmup: Warmup(settings))
  }
}
