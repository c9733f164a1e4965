/// Where a falling function crosses zero between two points, to the last bit of a Double.
///
/// **Shapes** `excess` is positive (or zero) to the left of the crossing and negative to the right.
func bisected(from low: Double, to high: Double, _ excess: (Double) -> Double) -> Double {
  var low = low
  var high = high
  // Halving a bracket that reaches zero may go through all exponents: 1,100 steps at most.
  for _ in 0..<1_200 {
    let middle = low + 0.5 * (high - low)
    if middle <= low || middle >= high { break }
    let value = excess(middle)
    if value == 0 { return middle }
    if value > 0 { low = middle } else { high = middle }
    if high - low <= middle.magnitude * 1e-16 { break }
  }
  return low + 0.5 * (high - low)
}
