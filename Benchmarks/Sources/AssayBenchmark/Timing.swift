/// How long `body` takes, with what it gives.
func timed<Result>(_ body: () throws -> Result) rethrows -> (seconds: Double, result: Result) {
  let start = ContinuousClock.now
  let result = try body()
  return (seconds(since: start), result)
}

func seconds(since start: ContinuousClock.Instant) -> Double {
  let (whole, fraction) = (ContinuousClock.now - start).components
  return Double(whole) + Double(fraction) * 1e-18
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
