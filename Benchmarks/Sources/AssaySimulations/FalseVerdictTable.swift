import Evaluation
import Foundation
import LinearAlgebra
import Randomness
import Schema

/// How often one of two equally good systems is called better or worse.
struct FalseVerdictTable: SimulationTable {
  let name = "verdicts"

  /// Two systems that differ by chance alone: errors with a correlation, of a kind.
  struct Kind: Sendable {
    let name: String
    let summary: String
    let metrics: [String]
    /// Of the positive class; nil for a regression.
    let frequency: Double?
    var sharpness = 1.0
    var isWeighted = false
    var isHeavyTailed = false
  }

  private static let ofClasses = [
    "accuracy", "balanced_accuracy", "f1", "mcc", "roc_auc", "average_precision", "log_loss",
    "brier",
  ]
  private static let ofNumbers = ["rmse", "mae", "r2", "median_absolute_error"]

  static let kinds = [
    Kind(name: "balanced", summary: "half positive", metrics: ofClasses, frequency: 0.5),
    Kind(name: "rare", summary: "5 % positive", metrics: ofClasses, frequency: 0.05),
    Kind(
      name: "weighted", summary: "half positive, weights 1 to 9", metrics: ofClasses,
      frequency: 0.5,
      isWeighted: true),
    Kind(
      name: "sharp", summary: "half positive, four times too confident", metrics: ofClasses,
      frequency: 0.5, sharpness: 4),
    Kind(name: "normal", summary: "normal errors", metrics: ofNumbers, frequency: nil),
    Kind(
      name: "t₃", summary: "errors of Student's t of 3 degrees of freedom", metrics: ofNumbers,
      frequency: nil, isHeavyTailed: true),
  ]

  /// A kind with a correlation and a number of rows; counts of the simulations, one per metric, and of those
  /// with any false verdict in the family.
  struct Row: Sendable {
    let kind: Kind
    let correlation: Double
    let rowCount: Int
    var counts: [Int]
    var anyCount = 0
  }

  func result(_ options: Options) -> TableResult {
    let settings = Self.kinds.filter {
      options.populations.isEmpty || options.populations.contains($0.name)
    }.flatMap { kind in
      [0.5, 0.9].flatMap { correlation in
        [100, 2_000].map { (kind, correlation, $0) }
      }
    }
    let rows = settings.map { kind, correlation, rowCount in
      AssaySimulations.say("verdicts: \(kind.name), correlation \(correlation), \(rowCount) rows")
      return row(kind, correlation, rowCount, options)
    }
    return TableResult(
      markdown: markdown(rows, options), broken: rows.flatMap { broken($0, options) })
  }

  private func row(
    _ kind: Kind, _ correlation: Double, _ rowCount: Int, _ options: Options
  ) -> Row {
    let empty = Row(
      kind: kind, correlation: correlation, rowCount: rowCount,
      counts: [Int](repeating: 0, count: kind.metrics.count))
    let metrics = kind.metrics.map { metricCatalog.entry($0) }
    let parts = (0..<options.threads).map { $0 }.concurrentMap { thread in
      var row = empty
      for simulation in stride(from: thread, to: options.simulations, by: options.threads) {
        var generator = CounterBasedGenerator(
          seed: options.seed, purpose: .synthetic, epoch: rowCount, step: simulation)
        let pair = kind.systems(rowCount, correlation, using: &generator)
        let comparer = Comparer(resamples: 999, seed: UInt64(simulation))
        guard
          let found = try? comparer.paired(metrics, candidate: pair.0, baseline: pair.1)
        else { continue }
        for comparison in found {
          guard let p = comparison.pValue,
            let index = kind.metrics.firstIndex(of: comparison.metric)
          else { continue }
          if p < 0.05 { row.counts[index] += 1 }
        }
        if found.contains(where: { $0.verdict != .inconclusive }) { row.anyCount += 1 }
      }
      return row
    }
    return parts.reduce(into: empty) { sum, part in
      for index in sum.counts.indices { sum.counts[index] += part.counts[index] }
      sum.anyCount += part.anyCount
    }
  }

  /// Above 5 % and three standard errors of the simulation.
  private func broken(_ row: Row, _ options: Options) -> [String] {
    let count = Double(options.simulations)
    let limit = 0.05 + 3 * (0.05 * 0.95 / count).squareRoot()
    return (Array(zip(row.kind.metrics, row.counts)) + [("the family", row.anyCount)]).compactMap {
      Double($1) / count > limit
        ? "verdicts on \($0), \(row.kind.name), correlation \(row.correlation), \(row.rowCount) rows: "
          + "must be at most 5 %; got \(percent(Double($1) / count))" : nil
    }
  }

  private func markdown(_ rows: [Row], _ options: Options) -> String {
    var text = """
      ## Equal systems that are called better or worse

      \(options.simulations) simulations a cell, each of two systems whose errors differ by chance alone; \
      the standard error of 5 % is \
      \(percent((0.05 * 0.95 / Double(options.simulations)).squareRoot(), places: 2)) %. The percentage of \
      comparisons with p < .05 in each metric alone, and with any verdict in all of them together, \
      corrected.
      """
    for kind in Self.kinds {
      let own = rows.filter { $0.kind.name == kind.name }
      guard !own.isEmpty else { continue }
      let heads = own.map { "r = \($0.correlation), n = \($0.rowCount)" }
      text +=
        "\n\n### \(kind.name): \(kind.summary)\n\n| metric | "
        + heads.joined(separator: " | ") + " |\n|---|" + heads.map { _ in "---|" }.joined()
      func line(_ title: String, _ counts: [Int]) -> String {
        let cells = counts.map { percent(Double($0) / Double(options.simulations)) }
        return "\n| \(title) | \(cells.joined(separator: " | ")) |"
      }
      for (index, metric) in kind.metrics.enumerated() {
        text += line(metricCatalog.entry(metric).title, own.map { $0.counts[index] })
      }
      text += line("**any, corrected**", own.map(\.anyCount))
    }
    return text
  }
}

extension FalseVerdictTable.Kind {
  /// Two systems' predictions of the same rows.
  func systems(
    _ rowCount: Int, _ correlation: Double, using generator: inout CounterBasedGenerator
  ) -> (Predictions, Predictions) {
    let (shared, own) = (correlation.squareRoot(), (1 - correlation).squareRoot())
    var truth: [Double] = []
    var (first, second): ([Double], [Double]) = ([], [])
    for row in 0..<rowCount {
      // As many positive rows in every sample, so that no metric is undefined.
      let y = frequency.map { Double(row) < ($0 * Double(rowCount)).rounded() ? 1.0 : 0 } ?? 0
      var scale = 1.0
      if isHeavyTailed {
        let (a, b, c) = (generator.normal(), generator.normal(), generator.normal())
        scale = 1 / ((a * a + b * b + c * c) / 3).squareRoot()
      }
      let common = generator.normal()
      let errors = (0..<2).map { _ in scale * (shared * common + own * generator.normal()) }
      truth.append(frequency == nil ? 3 * generator.normal() : y)
      guard let frequency else {
        first.append(truth[row] + errors[0])
        second.append(truth[row] + errors[1])
        continue
      }
      let separation = 2.0
      for (index, error) in errors.enumerated() {
        let x = error + separation * y
        let odds =
          sharpness * (log(frequency / (1 - frequency)) + separation * (x - separation / 2))
        let outputs = [1 / (1 + exp(odds)), 1 / (1 + exp(-odds))]
        if index == 0 { first += outputs } else { second += outputs }
      }
    }
    let weights = isWeighted ? (0..<rowCount).map { Double(1 + $0 % 3 * 4) } : nil
    func predictions(_ outputs: [Double]) -> Predictions {
      let isRegression = frequency == nil
      return Predictions(
        task: isRegression ? .regression : .binary, classNames: isRegression ? [] : ["no", "yes"],
        rowIDs: Array(0..<rowCount),
        truth: isRegression ? .values(truth) : .classes(truth.map { Int($0) }),
        outputs: Matrix(
          rowCount: rowCount, columnCount: isRegression ? 1 : 2, storage: outputs),
        weights: weights)
    }
    return (predictions(first), predictions(second))
  }
}
