import Foundation

/// How a solve comes along: after how many passes over the rows, and when, it was how near to its
/// goal.
struct SolveCourse: Sendable, Hashable {
  struct Point: Sendable, Hashable {
    /// Since the start.
    let seconds: Double
    /// Passes over the rows so far.
    let passCount: Double
    /// From 0 at the start to 1 at the goal.
    let depth: Double
  }

  /// In the order of time.
  private(set) var points = [Point]()

  /// Passes and the depth they have reached: only what is nearer to the goal than all before.
  private var front: [Point] {
    var result = [Point]()
    for point in points where point.depth > result.last?.depth ?? 0 { result.append(point) }
    return result
  }

  /// - Parameters:
  ///   - remainder: What is left, from 1 to the goal.
  ///   - goal: A tolerance, which remainders approach by factors; 0 where they fall evenly.
  mutating func add(seconds: Double, passCount: Int, remainder: Double, goal: Double) {
    // With the penalty that was chosen another count begins: the choice was nearly all.
    guard Double(passCount) > self.passCount else { return }
    let depth =
      goal > 0
      ? log(max(remainder, .leastNormalMagnitude)) / log(min(goal, 0.999))
      : 1 - remainder
    points.append(
      Point(
        seconds: seconds, passCount: Double(passCount), depth: depth.isNaN ? 0 : min(1, depth)))
  }

  var depth: Double { front.last?.depth ?? 0 }

  /// Passes up to the last point.
  var passCount: Double { points.last?.passCount ?? 0 }

  /// Of a pass, without what is done once before the first; nil where there are not two points to
  /// tell them apart.
  var secondsPerPass: Double? {
    guard let first = points.first, let last = points.last, last.passCount > first.passCount
    else { return nil }
    return (last.seconds - first.seconds) / (last.passCount - first.passCount)
  }

  /// Of what is done once.
  var setUpSeconds: Double {
    guard let first = points.first, let each = secondsPerPass else { return 0 }
    return max(0, first.seconds - each * first.passCount)
  }

  /// The same course on more rows, with times along the lines through those of two slices.
  func stretched(
    from smaller: SolveCourse, of smallerRowCount: Int, to rowCount: Int, all: Int
  ) -> SolveCourse {
    func stretched(_ seconds: Double, _ smallerSeconds: Double?) -> Double {
      var known = [(rows: Double(rowCount), seconds: seconds)]
      if let smallerSeconds, smallerRowCount < rowCount {
        known.insert((Double(smallerRowCount), smallerSeconds), at: 0)
      }
      return SolvePrediction.extrapolated(known, to: Double(all))
    }
    let own = secondsPerPass ?? (points.last.map { $0.seconds / max(1, $0.passCount) } ?? 0)
    let each = stretched(own, smaller.secondsPerPass)
    let setUp = stretched(
      setUpSeconds, smaller.secondsPerPass == nil ? nil : smaller.setUpSeconds)
    var result = self
    result.points = points.map {
      Point(
        seconds: setUp + each * $0.passCount, passCount: $0.passCount, depth: $0.depth)
    }
    return result
  }

  /// Passes until a depth was reached; nil where it was not.
  func passCount(toDepth depth: Double) -> Double? {
    var before = (passCount: 0.0, depth: 0.0)
    for point in front {
      if point.depth >= depth {
        let share = (depth - before.depth) / (point.depth - before.depth)
        return before.passCount + share * (point.passCount - before.passCount)
      }
      before = (point.passCount, point.depth)
    }
    return nil
  }
}
