public import Runs
import Text

/// The estimated cost of a training on one line.
public enum CostText {
  /// "9,162 parameters · 2,760 steps of 0.5 MFLOP · 0.3–1.2 s, at most 60 epochs · 82 MB of memory".
  public static func line(_ cost: CostEstimate) -> String {
    [
      NumberFormat.count(cost.parameterCount, "parameter"), work(of: cost), time(of: cost),
      "\(NumberFormat.bytes(cost.memoryBytes)) of memory",
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// "2,760 steps of 0.5 MFLOP", "newton, 6 iterations of 1.2 MFLOP", "cholesky, 20 MFLOP".
  private static func work(of cost: CostEstimate) -> String? {
    guard let operations = cost.operationsPerStep else { return nil }
    let name = cost.solver.map { "\($0), " } ?? ""
    let each = NumberFormat.operations(operations)
    guard let count = cost.stepCount, count > 1 else { return name + each }
    let noun = cost.solver == nil ? "step" : "iteration"
    return name + "\(NumberFormat.count(count, noun)) of \(each)"
  }

  /// "about 0.4 s", "0.3–1.2 s, at most 60 epochs".
  private static func time(of cost: CostEstimate) -> String {
    guard cost.mostTrainingSeconds > 1.2 * cost.leastTrainingSeconds else {
      return "about \(NumberFormat.duration(cost.trainingSeconds))"
    }
    let range = NumberFormat.durations(
      from: cost.leastTrainingSeconds, to: cost.mostTrainingSeconds)
    let limit = cost.epochCount.map { ", at most \(NumberFormat.count($0, "epoch"))" } ?? ""
    return range + limit
  }
}
