import Schema

/// The peak learning rate at every step after the warm-up.
struct ConstantSchedule: Schedule {
  let warmup: Warmup

  var kind: String { "constant" }
  var isConstant: Bool { true }

  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double {
    warmup.factor(at: step) ?? 1
  }
}

extension ScheduleEntry {
  public static let constant = ScheduleEntry(
    name: "constant", summary: "Constant learning rate.", fields: [Warmup.field]
  ) { ConstantSchedule(warmup: Warmup($0)) }
}
