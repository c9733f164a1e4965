/// Minima of a least squares problem for falling penalties, one after the other.
///
/// Between two penalties at which the same weights are not 0 the minimum moves on a line: each descent
/// starts where the line through the last two minima leads to.
struct CoordinatePath {
  let descent: CoordinateDescent
  /// The l1 whose minimum the state is at.
  private var l1: Double
  /// The minimum before that one.
  private var earlier: (l1: Double, weights: [Double])?

  /// The longest extrapolation along a line, in units of its known length.
  private static let reach = 2.0

  /// - Parameter state: With weights of 0: the minimum for every l1 above all negativeGradient.
  init(_ descent: CoordinateDescent, from state: inout some CoordinateState) {
    self.descent = descent
    l1 = state.negativeGradient(isFresh: false).reduce(0) { max($0, abs($1)) }
  }

  /// Moves the state to the next minimum.
  mutating func minimise(
    _ state: inout some CoordinateState, l1 next: Double, l2: Double
  ) -> CoordinateDescent.Ending {
    let weights = state.weights
    let ending = descent.minimise(
      &state, l1: next, l2: l2, previousL1: l1 >= next ? l1 : nil,
      start: prediction(at: next, from: weights))
    earlier = (l1, weights)
    l1 = next
    return ending
  }

  /// Nil where no line is known. Weights of 0 stay there, and none changes its sign.
  private func prediction(at next: Double, from weights: [Double]) -> [Double]? {
    guard let earlier, earlier.l1 > l1, l1 > next else { return nil }
    let length = min(Self.reach, (l1 - next) / (earlier.l1 - l1))
    return zip(weights, earlier.weights).map { weight, before in
      let predicted = weight + length * (weight - before)
      return predicted * weight > 0 ? predicted : 0
    }
  }
}
