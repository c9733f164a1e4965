import Learning
import Runs

extension SolvePrediction {
  /// Seconds for slices that are to come to their end, and for the beginning of the solve itself.
  private static let similarSeconds = 0.25
  private static let begunSeconds = 0.25
  /// What set-up and three passes may take together, so that they are tried on all rows.
  private static let triedSeconds = 1.0
  /// Rows for each input: few rows can be told apart by chance, which takes other iterations than
  /// many; with more than these hardly anything changes.
  private static let leastRowsPerInput = 4
  private static let enoughRowsPerInput = 16

  /// Solves whose iterations decide: a slice tells how they come to their end, all rows, or as many
  /// as can be tried, how they begin and what a pass over them takes.
  init?(iterating slices: SliceRehearsals, chooses: Bool) {
    let n = slices.train.rowCount
    guard let similar = Self.similar(slices) else { return nil }
    let isAll = similar.rowCount == n
    if isAll, similar.rehearsal.isWhole {
      self.init(whole: similar, slices)
      return
    }
    let solver = similar.rehearsal.outcome.solve?.solver ?? (chooses ? .newton : .lbfgs)
    let tried = Self.triedRowCount(similar, slices)
    let begun =
      isAll ? similar : slices.slice(of: tried, limitSeconds: Self.begunSeconds) ?? similar
    if begun.rowCount == n, begun.rehearsal.isWhole {
      self.init(whole: begun, slices)
      return
    }
    let tail = SolveTail(solver: solver, chooses: chooses)
    var course = begun.course
    if begun.rowCount < n {
      course = course.stretched(
        from: similar.course, of: similar.rowCount, to: begun.rowCount, all: n)
    }
    guard
      let forecast = SolveForecast(course, similar: isAll ? nil : similar.course, tail: tail)
    else { return nil }
    let report = begun.rehearsal.outcome.solve
    let passesPerIteration = course.passCount / Double(max(1, course.points.count))
    self.init(
      forecast.estimate, report,
      iterationCount: chooses ? nil : Int((forecast.passCount / passesPerIteration).rounded()),
      basis: begun.rowCount == n ? .iterations : .slices)
  }

  /// The largest slice that can be solved to its end in a moment, or the beginning of a small one.
  private static func similar(_ slices: SliceRehearsals) -> SliceRehearsals.Slice? {
    let (n, d) = (slices.train.rowCount, slices.train.inputs.columnCount)
    var found = slices.first(
      atLeast: max(leastRowCount, leastRowsPerInput * d), limitSeconds: similarSeconds)
    var left = similarSeconds
    while let last = found, last.rehearsal.isWhole, last.rowCount < n,
      last.rowCount < enoughRowsPerInput * d
    {
      left -= last.rehearsal.seconds
      guard 4 * last.rehearsal.seconds < left,
        let next = slices.slice(of: min(n, 4 * last.rowCount), limitSeconds: left)
      else { break }
      found = next
    }
    return found
  }

  /// All rows where set-up and some passes would be quick, otherwise as many as are.
  private static func triedRowCount(
    _ similar: SliceRehearsals.Slice, _ slices: SliceRehearsals
  ) -> Int {
    let (n, d) = (slices.train.rowCount, slices.train.inputs.columnCount)
    let course = similar.course
    let each = course.secondsPerPass ?? similar.rehearsal.seconds / max(1, course.passCount)
    // The bound on the curvature is taken from some of the rows.
    func seconds(_ rowCount: Int) -> Double {
      let growth = Double(rowCount) / Double(similar.rowCount)
      let bound = Double(max(similar.rowCount, 16 * d)) / Double(similar.rowCount)
      return min(growth, bound) * course.setUpSeconds + growth * 3 * each
    }
    if seconds(n) <= triedSeconds { return n }
    return max(similar.rowCount, Int(0.5 * triedSeconds / seconds(n) * Double(n)))
  }
}
