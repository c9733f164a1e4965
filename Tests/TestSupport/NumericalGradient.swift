/// The derivative of a function by each of its arguments, by central differences.
///
/// Its error is about step² from the function's third derivative plus rounding / step.
public func numericalGradient(
  of function: ([Double]) -> Double, at point: [Double], step: Double = 1e-5
) -> [Double] {
  var x = point
  return point.indices.map { i in
    x[i] = point[i] + step
    let above = function(x)
    x[i] = point[i] - step
    let below = function(x)
    x[i] = point[i]
    return (above - below) / (2 * step)
  }
}

/// The largest difference of two vectors, relative to the largest element (or 1e-3 if all are
/// smaller, so that vanishing gradients are compared absolutely).
public func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let size = max(1e-3, a.reduce(0) { max($0, abs($1)) }, b.reduce(0) { max($0, abs($1)) })
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  } / size
}
