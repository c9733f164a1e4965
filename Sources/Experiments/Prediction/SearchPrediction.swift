import Learning

/// How long a search on the loss of all rows takes, from its first iterations.
struct SearchPrediction {
  let estimate: TimeEstimate

  /// - Parameters:
  ///   - course: On all rows.
  ///   - seenSeconds: Of the whole rehearsal, for when not one iteration was done.
  init(_ course: SolveCourse, seenSeconds: Double, iterationLimit: Int, patience: Int?) {
    let first = course.points.first?.seconds ?? seenSeconds
    let later: Double
    if course.points.count > 1, let last = course.points.last {
      later = (last.seconds - first) / Double(course.points.count - 1)
    } else {
      // The first iteration looks for its step's length; the next ones are right with one pass.
      later = first / max(1, course.points.first?.passCount ?? 2)
    }
    func seconds(_ iterationCount: Int) -> Double {
      first + later * Double(max(0, iterationCount - 1))
    }
    // Where the dev rows stop gaining the search ends before its budget.
    estimate =
      patience.map {
        TimeEstimate(from: seconds(min(iterationLimit, $0 + 1)), to: seconds(iterationLimit))
      } ?? TimeEstimate(seconds(iterationLimit))
  }
}
