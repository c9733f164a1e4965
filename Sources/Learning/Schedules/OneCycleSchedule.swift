import Glibc
import Schema

/// The one-cycle policy: the learning rate rises to its peak along half a cosine and falls far below
/// its initial value along another; the momentum stays constant.
///
/// **Formula** from a to b: b + (a − b)·½·(1 + cos(π·t)), t from 0 to 1 along each part;
/// the rise ends at step fraction·T − 1, the fall at T − 1
///
/// **Source** Smith and Topin 2018, in PyTorch's form of two parts
struct OneCycleSchedule: Schedule {
  /// Fraction of the steps in the rise.
  let risingFraction: Double
  /// The initial factor is its inverse.
  let initialDivisor: Double
  /// The final factor is the initial one divided by it.
  let finalDivisor: Double
  /// Replaces the rise where it has steps.
  let warmup: Warmup

  var kind: String { "one_cycle" }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    if let rising = warmup.factor(at: step) { return rising }
    let end = Double(stepCount - 1)
    let top =
      warmup.stepCount > 0
      ? Double(warmup.stepCount - 1) : Swift.max(0, risingFraction * Double(stepCount) - 1)
    let (start, last) = (1 / initialDivisor, 1 / (initialDivisor * finalDivisor))
    let position = Double(step)
    if position <= top {
      return top > 0 ? Self.between(start, 1, at: position / top) : 1
    }
    return end > top ? Self.between(1, last, at: Swift.min(1, (position - top) / (end - top))) : 1
  }

  private static func between(_ from: Double, _ to: Double, at fraction: Double) -> Double {
    to + (from - to) * 0.5 * (1 + cos(.pi * fraction))
  }
}

extension ScheduleEntry {
  static let oneCycle = ScheduleEntry(
    name: "one_cycle",
    summary: "One-cycle policy: rises to the peak along half a cosine, then falls far below it.",
    fields: [
      Field(
        "rising_share", Rule.number(above: 0, below: 1), .value(0.3),
        "Fraction of the steps over which the learning rate rises."),
      Field(
        "div_factor", Rule.number(atLeast: 1), .value(25.0),
        "Ratio of the peak to the initial learning rate."),
      Field(
        "final_div_factor", Rule.number(atLeast: 1), .value(10_000.0),
        "Ratio of the initial to the final learning rate."),
      Warmup.field,
    ]
  ) { settings in
    OneCycleSchedule(
      risingFraction: settings.number("rising_share"),
      initialDivisor: settings.number("div_factor"),
      finalDivisor: settings.number("final_div_factor"), warmup: Warmup(settings))
  }
}
