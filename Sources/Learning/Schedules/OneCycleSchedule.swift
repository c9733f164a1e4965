import Foundation
import Schema

/// A learning rate that rises to its peak along half a cosine and falls far below its start along
/// another; the momentum stays as it is.
///
/// **Formula** from a to b: b + (a − b)·½·(1 + cos(π·t)), t from 0 to 1 along the part; the rise
/// ends at step share·T − 1, the fall at T − 1
///
/// **Source** Smith and Topin 2018, in PyTorch's form of two parts
struct OneCycleSchedule: Schedule {
  /// The share of the steps that the rise takes.
  let risingShare: Double
  /// The first factor is its inverse.
  let startDivisor: Double
  /// The last factor is the first divided by it.
  let endDivisor: Double
  /// Where it has steps, they are the rise.
  let warmup: Warmup

  var kind: String { "one_cycle" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    if let rising = warmup.factor(at: step) { return rising }
    let end = Double(stepCount - 1)
    let top =
      warmup.stepCount > 0
      ? Double(warmup.stepCount - 1) : Swift.max(0, risingShare * Double(stepCount) - 1)
    let (start, last) = (1 / startDivisor, 1 / (startDivisor * endDivisor))
    let position = Double(step)
    if position <= top {
      return top > 0 ? Self.between(start, 1, at: position / top) : 1
    }
    return end > top ? Self.between(1, last, at: Swift.min(1, (position - top) / (end - top))) : 1
  }

  private static func between(_ from: Double, _ to: Double, at share: Double) -> Double {
    to + (from - to) * 0.5 * (1 + cos(.pi * share))
  }
}

extension ScheduleEntry {
  static let oneCycle = ScheduleEntry(
    name: "one_cycle", summary: "Rises to the peak along half a cosine, then falls far below.",
    fields: [
      Field(
        "rising_share", Rule.number(above: 0, below: 1), .value(0.3),
        "The share of the steps over which the learning rate rises."),
      Field(
        "div_factor", Rule.number(atLeast: 1), .value(25.0),
        "The first learning rate is the peak divided by this."),
      Field(
        "final_div_factor", Rule.number(atLeast: 1), .value(10_000.0),
        "The last learning rate is the first divided by this."),
      Warmup.field,
    ]
  ) { settings in
    OneCycleSchedule(
      risingShare: settings.number("rising_share"), startDivisor: settings.number("div_factor"),
      endDivisor: settings.number("final_div_factor"), warmup: Warmup(settings))
  }
}
