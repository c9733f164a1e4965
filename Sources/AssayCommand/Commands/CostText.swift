import Experiments
import Reporting
import Text

/// What a training will take, in one line.
struct CostText {
  private let cost: CostPrediction

  init(_ cost: CostPrediction) {
    self.cost = cost
  }

  /// "9,162 parameters · 2,760 steps of 0.5 MFLOP · 0.3–1.2 s, at most 60 epochs · 82 MB of memory".
  var line: String {
    [
      NumberFormat.count(cost.parameterCount, "parameter"), work, time,
      "\(NumberFormat.bytes(cost.memoryBytes)) of memory",
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// "2,760 steps of 0.5 MFLOP", "newton, 6 iterations of 1.2 MFLOP", "cholesky, 20 MFLOP".
  private var work: String? {
    guard let operations = cost.operationsPerStep else { return nil }
    let each = NumberFormat.operations(operations)
    let name = cost.solver.map { "\($0), " } ?? ""
    let word = cost.solver == nil ? "step" : "iteration"
    switch cost.stepCount {
    case .some(let count) where count > 1:
      return name + "\(NumberFormat.count(count, word)) of \(each)"
    default: return name + each
    }
  }

  /// "about 0.4 s", "0.3–1.2 s, at most 60 epochs".
  private var time: String {
    guard cost.mostTrainingSeconds > 1.2 * cost.leastTrainingSeconds else {
      return "about \(NumberFormat.duration(cost.trainingSeconds))"
    }
    let range = NumberFormat.durations(
      from: cost.leastTrainingSeconds, to: cost.mostTrainingSeconds)
    let limit = cost.epochCount.map { ", at most \(NumberFormat.count($0, "epoch"))" } ?? ""
    return range + limit
  }
}
