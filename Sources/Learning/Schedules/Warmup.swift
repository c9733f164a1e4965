import Schema

/// Linear warm-up of the learning rate over the first steps.
struct Warmup: Sendable, Hashable {
  let stepCount: Int

  /// (step + 1) / stepCount during the warm-up; nil after it.
  func factor(at step: Int) -> Double? {
    step < stepCount ? Double(step + 1) / Double(stepCount) : nil
  }

  static let field = Field(
    "warmup_steps", Rule.count(atLeast: 0), .value(0),
    "Number of steps of linear warm-up to the peak learning rate.")

  init(stepCount: Int) { self.stepCount = stepCount }

  init(_ settings: Settings) { self.init(stepCount: settings.integer("warmup_steps")) }
}
