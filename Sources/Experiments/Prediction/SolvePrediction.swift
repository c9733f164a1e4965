import Learning
import Sanity
import Schema

/// How long a solver takes, from solves of some of the rows.
///
/// Slices of the rows are solved, each four times as large as the one before, until the next would
/// take too long. They tell how many iterations the problem needs and, for a closed form, how time
/// grows with rows; the time of an iteration comes from a larger slice, whose solve is cut off.
struct SolvePrediction {
  let estimate: TimeEstimate
  /// The last solve that came to its end.
  let solve: SolveReport?
  let iterationCount: Int?
  /// Rows of the largest slice.
  let rehearsedRowCount: Int
  /// Whether all rows were solved.
  let isWhole: Bool

  /// Seconds that all slices may take together, and the one that is cut off.
  private static let ladderSeconds = 0.14
  private static let iterationSeconds = 0.06
  /// How far a solve of all rows may be from what its slices foretell.
  private static let spread = 1.5
  private static let leastRowCount = 512
  /// What an iteration's slice is to take: more than any cache holds, and some 20 ms.
  private static let iterationOperations = 4e8

  private struct Rung {
    let rowCount: Int
    let rehearsal: Rehearsal
  }

  /// Nil where no slice can be solved.
  init?(
    _ recipe: any ModelRecipe, train: TrainingSet, plan: TrainingPlan, settings: GateSettings,
    chooses: Bool
  ) {
    let n = train.rowCount
    let inputCount = train.inputs.columnCount
    let outputCount = train.task == .multiclass ? train.outputCount : 1
    func rehearsal(_ count: Int, _ limit: Double) -> Rung? {
      guard
        let rehearsal = try? Rehearsal(
          recipe, train: train.slice(count), dev: nil, plan: plan, settings: settings,
          limitSeconds: limit)
      else { return nil }
      return Rung(rowCount: count, rehearsal: rehearsal)
    }
    var rungs = [Rung]()
    var spent = 0.0
    var count = min(n, max(Self.leastRowCount, 2 * inputCount))
    while spent < Self.ladderSeconds {
      guard let rung = rehearsal(count, Self.ladderSeconds - spent) else {
        // A class may have no row in a slice.
        if count == n || !rungs.isEmpty { break }
        count = min(n, 4 * count)
        continue
      }
      spent += rung.rehearsal.seconds
      rungs.append(rung)
      if !rung.rehearsal.isWhole || count == n { break }
      let next = min(n, 4 * count)
      let growth = Double(next) / Double(count)
      if rung.rehearsal.seconds * growth > Self.ladderSeconds - spent { break }
      count = next
    }
    guard let largest = rungs.last else { return nil }
    let whole = rungs.last { $0.rehearsal.isWhole }
    let report = largest.rehearsal.outcome.solve
    let isIterative = train.task.isClassification && !chooses
    if largest.rowCount == n, largest.rehearsal.isWhole {
      // A short solve once more, when the code is warm.
      let again = largest.rehearsal.seconds < 0.02 ? rehearsal(n, Self.iterationSeconds) : nil
      let best = again.flatMap { $0.rehearsal.isWhole ? $0 : nil } ?? largest
      let seconds = best.rehearsal.outcome.elapsedSeconds
      estimate = TimeEstimate(seconds)
      (solve, iterationCount) = (report, report?.iterations)
      (rehearsedRowCount, isWhole) = (n, true)
      return
    }
    isWhole = false
    solve = (whole ?? largest).rehearsal.outcome.solve
    guard isIterative else {
      iterationCount = nil
      rehearsedRowCount = largest.rowCount
      let points = rungs.suffix(2).map { (Double($0.rowCount), $0.rehearsal.seconds) }
      estimate = TimeEstimate(Self.extrapolated(points, to: Double(n)), within: Self.spread)
      return
    }
    // One iteration over many rows.
    let operations = SolverOperations(
      solver: report?.solver ?? "lbfgs", task: train.task, rowCount: n, inputCount: inputCount,
      outputCount: outputCount)
    let share = min(1, Self.iterationOperations / max(1, operations.iteration))
    let sliceCount = max(largest.rowCount, Int(share * Double(n)))
    let slice =
      sliceCount > largest.rowCount ? rehearsal(sliceCount, Self.iterationSeconds) : nil
    let rung = slice ?? largest
    let scale = Double(n) / Double(rung.rowCount)
    let ends = rung.rehearsal.marks.epochs
    let first = ends.first ?? rung.rehearsal.seconds
    let iteration =
      ends.count > 1 ? (ends[ends.count - 1] - first) / Double(ends.count - 1) : first
    let setUp = max(0, first - iteration)
    rehearsedRowCount = rung.rowCount
    func seconds(_ iterations: Double) -> Double { scale * (setUp + iteration * iterations) }
    if let needed = whole?.rehearsal.outcome.solve?.iterations {
      iterationCount = needed
      estimate = TimeEstimate(seconds(Double(needed)), within: Self.spread)
    } else {
      // Not even few rows were solved in time: all that is known is how far it came.
      let seen = Double(largest.rehearsal.marks.epochs.count)
      iterationCount = nil
      estimate = TimeEstimate(from: seconds(seen), to: seconds(10 * max(1, seen)))
    }
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

extension TrainingSet {
  /// So many of the rows, evenly spread, that weigh as much as all of them together: a penalty that
  /// goes by the rows' weight stays what it is.
  func slice(_ count: Int) -> TrainingSet {
    guard count < rowCount else { return self }
    let positions = (0..<count).map { $0 * rowCount / count }
    let rows = rows(at: positions)
    guard task.isClassification else { return rows }
    let factor = Double(rowCount) / Double(count)
    let weights = rows.weights?.map { $0 * factor } ?? Array(repeating: factor, count: count)
    return TrainingSet(
      inputs: rows.inputs, targets: rows.targets, weights: weights, rowIDs: rows.rowIDs)
  }
}
