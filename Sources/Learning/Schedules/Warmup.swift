import Schema

/// A linear rise from near 0 to the peak over the first steps.
struct Warmup: Sendable, Hashable {
  let stepCount: Int

  /// (step + 1) / stepCount during the rise; nil after it.
  func factor(at step: Int) -> Double? {
    step < stepCount ? Double(step + 1) / Double(stepCount) : nil
  }

  static let field = Field(
    "warmup_steps", Rule.integer(atLeast: 0), .value(0),
    "Steps over which the learning rate first rises in equal parts to its peak.")

  init(stepCount: Int) { self.stepCount = stepCount }

  init(_ settings: Settings) { self.init(stepCount: settings.integer("warmup_steps")) }
}
