import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let magnitude = Threshold(
    "SD04", 100, "root mean square of an input, relative to the median input and in absolute terms")
}

extension CheckEntry {
  static let columnMagnitudes = CheckEntry(
    code: "SD04", title: "inputs of very different scale", stage: .data, worst: .warn,
    summary: "The inputs of gradient descent are of similar scale.",
    formula: "root mean square of each input with more than two values, in train: the largest "
      + "over the median, or the median itself, above the threshold; or the largest below one "
      + "over the threshold",
    threshold: .magnitude,
    source: "the condition of the squared error grows with the square of the ratio; in place of "
      + "ranges such as [−1, 1] (UMLAUT), which alarm on healthy data",
    knownFalseAlarms: "adaptive optimizers may cope with it: it never stops a run; solvers are "
      + "left out",
    cost: "one pass over at most 2,000 prepared rows",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      let sample = Array(0..<context.train.rowCount)
        .evenly(min(2_000, max(200, 2_000_000 / max(1, context.inputNames.count))))
      let sizes = context.train.inputs.rows(at: sample).matrix(as: Double.self).columnSizes
      guard !sizes.isEmpty else { return .notApplicable("no input has more than two values") }
      let sorted = sizes.map(\.size).sorted()
      let median = sorted[sorted.count / 2]
      guard let largest = sizes.max(by: { $0.size < $1.size }), median > 0 else {
        return .notApplicable("the inputs are all 0")
      }
      let limit = context.limit(.magnitude)
      let ratio = largest.size / median
      let name = context.inputNames[largest.column]
      func finding(_ message: String, _ value: Double) -> Finding {
        Finding(
          verdict: .warning, message: message, value: value,
          evidence: [
            .curve(
              title: "root mean squares", series: "sorted, largest \"\(name)\"",
              values: Array(sorted.reversed()).evenly(100))
          ],
          causes: ["preprocessing.scale: none", "a column in another unit, or scaled twice"],
          remedy: "preprocessing.scale: standard", edits: [SpecEdit(.inputScale, "standard")])
      }
      if ratio > limit {
        return finding(
          "input \"\(name)\" is \(NumberFormat.number(ratio)) times as large as the median input",
          ratio)
      }
      if median > limit {
        return finding(
          "inputs are about \(NumberFormat.number(median)) in size", median)
      }
      if largest.size < 1 / limit {
        return finding(
          "no input is larger than \(NumberFormat.number(largest.size)) in root mean square",
          1 / largest.size)
      }
      return .passed("inputs are of similar scale", value: ratio)
    })
}

extension Matrix {
  /// The root mean square of each column that has more than two values.
  fileprivate var columnSizes: [(column: Int, size: Double)] {
    (0..<columnCount).compactMap { j in
      let values = column(j)
      guard let first = values.first, let second = values.first(where: { $0 != first }),
        values.contains(where: { $0 != first && $0 != second })
      else { return nil }
      return (j, values.rootMeanSquare)
    }
  }
}
