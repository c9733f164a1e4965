/// Lets progress through at most some ten times a second.
struct ProgressThrottle {
  private var next = ContinuousClock.now + .milliseconds(100)

  /// Whether it is time to report; if so, not again for a tenth of a second.
  mutating func isDue() -> Bool {
    let now = ContinuousClock.now
    guard now >= next else { return false }
    next = now + .milliseconds(100)
    return true
  }
}

/// Seconds from a moment to now.
func seconds(since start: ContinuousClock.Instant) -> Double {
  let elapsed = (ContinuousClock.now - start).components
  return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}
