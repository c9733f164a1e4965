/// Limits progress reports to ten per second.
struct ProgressThrottle {
  private var next = ContinuousClock.now + .milliseconds(100)

  /// Whether a report is due; if so, the next one is a tenth of a second later.
  mutating func isDue() -> Bool {
    let now = ContinuousClock.now
    guard now >= next else { return false }
    next = now + .milliseconds(100)
    return true
  }
}

/// Seconds since a moment.
func seconds(since start: ContinuousClock.Instant) -> Double {
  let elapsed = (ContinuousClock.now - start).components
  return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}
