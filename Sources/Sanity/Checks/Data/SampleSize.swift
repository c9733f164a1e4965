import Findings
import Foundation
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let judgedRows = Threshold("SD22", 100, "rows to evaluate on")
}

extension CheckEntry {
  static let sampleSize = CheckEntry(
    code: "SD22", title: "rows compared with parameters and noise", stage: .data,
    evidenceKind: .background, worst: .warn,
    summary: "There are enough rows to fit the model and to evaluate it.",
    formula: "fewer train rows than inputs of a linear model, or than a hundredth of a "
      + "network's parameters; fewer rows (of weighted ones the effective number) to evaluate on "
      + "than the threshold, where a proportion is only known to ±1 / √n; more rows to evaluate on than to train on; it warns where "
      + "dev or test alone has more rows than train",
    threshold: .judgedRows,
    source: "deepchecks, DatasetsSizeComparison; Wald's interval at its widest",
    knownFalseAlarms: "interpolation may be intended: it is only noted; studies of few train "
      + "rows, where the source has many: they warn",
    cost: "none",
    body: .before { context in
      let n = context.train.rowCount
      let d = context.inputNames.count
      var remarks: [String] = []
      if context.recipe.isConvex, n < d {
        remarks.append(
          "\(NumberFormat.count(n, "train row")) for \(NumberFormat.count(d, "input")): without "
            + "regularization any targets can be fitted")
      }
      let parameters = context.initialState?.problem.layout.parameterCount ?? 0
      if !context.recipe.isConvex, parameters > 100 * n {
        remarks.append(
          "\(NumberFormat.count(n, "train row")) for \(NumberFormat.count(parameters, "parameter"))"
        )
      }
      let judgedRows = context.test ?? context.dev
      let judged = judgedRows.map { $0.weights?.effectiveCount ?? Double($0.rowCount) }
      if let judgedRows, let judged, judged < context.limit(.judgedRows) {
        let rows = NumberFormat.count(judgedRows.rowCount, "row")
        remarks.append(
          (judgedRows.weights == nil
            ? rows : "\(rows), with their weights as good as \(NumberFormat.number(judged)),")
            + " to evaluate on: a proportion is known to ± "
            + NumberFormat.percent(1 / judged.squareRoot()))
      }
      let others = context.parts.dropFirst().reduce(0) { $0 + $1.rows.rowCount }
      if others > n {
        remarks.append(
          "\(NumberFormat.count(others, "dev and test row")) and only \(NumberFormat.count(n, "train row"))"
        )
      }
      let larger = context.parts.dropFirst().max { $0.rows.rowCount < $1.rows.rowCount }
        .flatMap { $0.rows.rowCount > n ? $0 : nil }
      if let larger {
        remarks.insert(
          "\(larger.part) has \(NumberFormat.count(larger.rows.rowCount, "row")), train only "
            + NumberFormat.count(n), at: 0)
      }
      guard !remarks.isEmpty else {
        return .passed("there are enough rows", value: judged)
      }
      return Finding(
        verdict: larger == nil ? .note : .warning, message: remarks.joined(separator: "; "),
        value: judged,
        evidence: [
          .scores(
            "rows and parameters",
            [
              "train": Double(n), "judged": judged ?? 0, "inputs": Double(d),
              "parameters": Double(parameters),
            ])
        ],
        causes: [
          larger == nil
            ? "data.limit, or a source that was cut"
            : "train rows that were lost: data.limit, a filter, or a file that was cut"
        ],
        remedy: larger == nil
          ? "expect wide confidence intervals" : "give train the larger part, with data.split")
    })
}
