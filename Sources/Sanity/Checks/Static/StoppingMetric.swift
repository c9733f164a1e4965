import Findings
import Foundation
import Learning
import LinearAlgebra
import Text

extension CheckEntry {
  static let stoppingMetric = CheckEntry(
    code: "SS14", title: "early-stopping metric prefers correct predictions", stage: .static,
    worst: .warn,
    summary: "The early-stopping metric is best for correct predictions and gets worse with "
      + "errors.",
    formula: "the metric of predictions equal to the dev rows' targets, of the same with every "
      + "third row wrong, and with two of three wrong: never better, and worse in the end, by "
      + "its own direction; for six choices of the wrong rows",
    source: "own; metamorphic relations, Xie et al. 2011: finds metrics over the wrong axis, of "
      + "other rows, or of the wrong sign",
    knownFalseAlarms: "a metric of a rare class that few dev rows have: it never stops a run",
    cost: "eighteen evaluations of the metric",
    body: .before { context in
      guard let stopping = context.plan.earlyStopping else {
        return .notApplicable("training.early_stopping is not set")
      }
      guard let dev = context.dev, dev.rowCount >= 20 else {
        return .notApplicable("fewer than 20 dev rows")
      }
      let metric = stopping.metric
      // Several choices of the wrong rows: a metric of something else may be right of one by luck.
      let series = [0, 1, 2].flatMap { first in
        [1, -1].map { step in
          (0...2).map { count in
            dev.targets.outputs(wrongInThree: count, from: first, step: step).map(metric.value)
              ?? .nan
          }
        }
      }
      let values = series.flatMap(\.self)
      guard values.allSatisfy({ !$0.isNaN }) else {
        return .notApplicable(
          "the dev targets do not vary, or \"\(metric.name)\" has no value on such predictions")
      }
      let falls = series.allSatisfy { values in
        let goodness = values.map { metric.isHigherBetter ? $0 : -$0 }
        return goodness[0] >= goodness[1] && goodness[1] >= goodness[2] && goodness[0] > goodness[2]
      }
      let numbers = series[0].map(NumberFormat.number).joined(separator: ", ")
      let evidence = Evidence.curve(
        title: "metric", series: "of the truth, one row in three wrong, two in three",
        values: values)
      guard falls else {
        return Finding(
          verdict: .warning,
          message:
            "\"\(metric.name)\" does not get worse with errors: \(numbers) for none, a third and "
            + "two thirds of the dev rows wrong",
          value: values[0] - values[1], evidence: [evidence],
          causes: [
            "training.early_stopping.metric is computed over the wrong axis or rows, or has the wrong direction"
          ],
          remedy: "use a metric of the catalog, such as log_loss or rmse")
      }
      var finding = Finding.passed(
        "\"\(metric.name)\" gets worse with errors: \(numbers)", value: values[0] - values[1])
      finding.evidence = [evidence]
      return finding
    })
}

extension Targets {
  /// Predictions that are the truth, but for none, one or two of three rows; nil when the targets
  /// do not vary.
  ///
  /// Wrong classes are `step` further on; wrong numbers as far on the other side of the mean, and
  /// apart by a deviation at least.
  fileprivate func outputs(wrongInThree count: Int, from first: Int, step: Int) -> Matrix? {
    switch self {
    case .classes(let classes, let classCount):
      guard classCount > 1, Set(classes).count > 1 else { return nil }
      let sure = 0.9
      var outputs = Matrix(
        rowCount: classes.count, columnCount: classCount,
        repeating: (1 - sure) / Double(classCount - 1))
      // Counted within each class, so that every class has its share of mistakes.
      var seen = [Int](repeating: 0, count: classCount)
      for (i, own) in classes.enumerated() where (0..<classCount).contains(own) {
        let isWrong = (seen[own] + first) % 3 < count
        seen[own] += 1
        outputs[i, isWrong ? (own + step + classCount) % classCount : own] = sure
      }
      return outputs
    case .values(let values):
      let (mean, deviation) = (values.mean, values.standardDeviation)
      guard deviation > 0 else { return nil }
      return Matrix(
        rowCount: values.count, columnCount: 1,
        storage: values.enumerated().map { i, value in
          guard (i + first) % 3 < count else { return value }
          return 2 * mean - value + (value < mean ? deviation : -deviation)
        })
    }
  }
}
