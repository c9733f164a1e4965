import Findings
import Foundation
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let order = Threshold("SD13", 6, "standard deviations of the runs test")
}

extension CheckEntry {
  static let sortedOrder = CheckEntry(
    code: "SD13", title: "rows sorted by target, without shuffling", stage: .data, worst: .stop,
    summary: "Batches are shuffled, or the order of the rows is unrelated to the target.",
    formula: "without shuffling: z of the Wald-Wolfowitz runs test of the classes (or of the "
      + "numbers about their median) below minus the threshold warns; if moreover at least half "
      + "of the batches contain one class although no class has 95 % of the rows, it stops",
    threshold: .order,
    source: "Wald and Wolfowitz 1940; the DF mutation of DeepMutation",
    knownFalseAlarms: "a series in time order: it warns; batches of one class each are never "
      + "intended",
    cost: "one pass over the targets",
    body: .before { context in
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard !context.plan.isShuffled else { return .notApplicable("training shuffles the rows") }
      let n = context.train.rowCount
      let batchSize = context.plan.rowsPerStep(of: n)
      guard batchSize < n else {
        return .notApplicable("every step sees all rows")
      }
      guard n >= 20 else { return .notApplicable("fewer than 20 train rows") }
      let kinds: [Int]
      switch context.train.targets {
      case .classes(let classes, _): kinds = classes
      case .values(let values):
        let median = values.sorted()[n / 2]
        kinds = values.map { $0 < median ? 0 : 1 }
      }
      guard let z = runsScore(of: kinds) else { return .notApplicable("the target does not vary") }
      guard z < -context.limit(.order) else {
        return .passed("the order of the rows is unrelated to the target", value: z)
      }
      let batches = stride(from: 0, to: n, by: batchSize).map {
        kinds[$0..<min(n, $0 + batchSize)]
      }
      let pure = batches.count { batch in batch.allSatisfy { $0 == batch.first } }
      let commonest = Double(kinds.counts(of: (kinds.max() ?? 0) + 1).max() ?? 0) / Double(n)
      let isClasses = context.task.isClassification
      let isPure = isClasses && 2 * pure >= batches.count && commonest < 0.95
      let what = isClasses ? "class" : "target"
      let batchText =
        isClasses
        ? "; \(NumberFormat.count(pure)) of \(NumberFormat.count(batches.count, "batch", "batches")) hold "
          + "one class" : ""
      return Finding(
        verdict: isPure ? .stop : .warning,
        message: "train rows are sorted by \(what) and training does not shuffle" + batchText,
        value: z,
        evidence: [
          .curve(
            title: "order", series: "targets along the file",
            values: kinds.map(Double.init).evenly(200))
        ],
        causes: ["training.shuffle: false on a sorted file"], remedy: "training.shuffle: true",
        edits: [SpecEdit(.shuffle, "true")])
    })
}

/// Standard deviations by which the number of runs of equal kinds exceeds that of a random order;
/// nil when there is one kind.
///
/// **Source** the runs of several kinds, Barton and David 1957
func runsScore(of kinds: [Int]) -> Double? {
  let n = Double(kinds.count)
  let counts = Dictionary(kinds.map { ($0, 1.0) }, uniquingKeysWith: +).values.sorted()
  guard counts.count > 1 else { return nil }
  let runs = 1 + zip(kinds, kinds.dropFirst()).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  let squares = counts.reduce(0) { $0 + $1 * $1 }
  let cubes = counts.reduce(0) { $0 + $1 * $1 * $1 }
  let mean = (n * (n + 1) - squares) / n
  let variance =
    (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1))
  return variance > 0 ? (Double(runs) - mean) / variance.squareRoot() : nil
}
