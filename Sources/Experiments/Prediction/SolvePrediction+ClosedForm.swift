import Learning
import Runs

extension SolvePrediction {
  /// Seconds that all slices may take together.
  private static let ladderSeconds = 0.14
  /// How far a solve of all rows may be from what its slices foretell.
  private static let spread = 1.5

  /// Closed forms, and choices of a penalty among many of them: slices of the rows are solved, each
  /// four times as large as the one before, until the next would take too long.
  init?(closedForm slices: SliceRehearsals) {
    let n = slices.train.rowCount
    var rungs = [SliceRehearsals.Slice]()
    var spent = 0.0
    var count = min(n, max(Self.leastRowCount, 2 * slices.train.inputs.columnCount))
    while spent < Self.ladderSeconds {
      guard let rung = slices.slice(of: count, limitSeconds: Self.ladderSeconds - spent) else {
        if count == n || !rungs.isEmpty { break }
        count = min(n, 4 * count)
        continue
      }
      spent += rung.rehearsal.seconds
      rungs.append(rung)
      let next = min(n, 4 * count)
      let growth = Double(next) / Double(count)
      if count == n || rung.rehearsal.seconds * growth > Self.ladderSeconds - spent { break }
      count = next
    }
    guard let largest = rungs.last else { return nil }
    if largest.rowCount == n {
      self.init(whole: largest, slices)
      return
    }
    let points = rungs.suffix(2).map { (Double($0.rowCount), $0.rehearsal.seconds) }
    self.init(
      TimeEstimate(Self.extrapolated(points, to: Double(n)), within: Self.spread),
      largest.rehearsal.outcome.solve, iterationCount: nil, basis: .slices)
  }

  /// Along the line through two points, which never falls; in proportion with one alone.
  static func extrapolated(_ points: [(rows: Double, seconds: Double)], to rows: Double) -> Double {
    guard let last = points.last else { return 0 }
    guard points.count > 1, last.rows > points[0].rows else {
      return last.seconds * rows / max(1, last.rows)
    }
    let slope = max(0, last.seconds - points[0].seconds) / (last.rows - points[0].rows)
    return last.seconds + slope * (rows - last.rows)
  }
}
