import Foundation
import Learning

extension CheckEntry {
  static let sampleSize = CheckEntry(
    code: "SD22", title: "rows against parameters and noise", stage: .data, worst: .note,
    summary: "There are rows enough to fit the model and to judge it.",
    formula: "fewer train rows than inputs of a linear model, or than a hundredth of a network's "
      + "parameters; fewer than the threshold of rows to judge on, where a share is only known to "
      + "±1 / √n; more rows to judge on than to train on",
    threshold: Thresholds.judgedRows,
    source: "deepchecks, DatasetsSizeComparison; Wald's interval at its widest",
    knownFalseAlarms: "interpolation may be meant: it is only noted", cost: "none",
    body: .before { context in
      let n = context.train.rowCount
      let d = context.inputNames.count
      var remarks: [String] = []
      if context.recipe.isConvex, n < d {
        remarks.append(
          "\(Wording.counted(n, "train row")) for \(Wording.counted(d, "input")): without "
            + "regularisers any targets can be fitted")
      }
      let parameters = context.initialState?.problem.layout.parameterCount ?? 0
      if !context.recipe.isConvex, parameters > 100 * n {
        remarks.append(
          "\(Wording.counted(n, "train row")) for \(Wording.counted(parameters, "parameter"))")
      }
      let judged = (context.test ?? context.dev)?.rowCount
      if let judged, Double(judged) < context.limit(Thresholds.judgedRows) {
        remarks.append(
          "\(Wording.counted(judged, "row")) to judge on: a share is known to ± "
            + Wording.percent(1 / Double(judged).squareRoot()))
      }
      let others = context.parts.dropFirst().reduce(0) { $0 + $1.rows.rowCount }
      if others > n {
        remarks.append(
          "\(Wording.counted(others, "dev and test row")) and only \(Wording.counted(n, "train row"))"
        )
      }
      guard !remarks.isEmpty else {
        return .passed("there are rows enough", value: judged.map(Double.init))
      }
      return Finding(
        verdict: .note, message: remarks.joined(separator: "; "), value: judged.map(Double.init),
        evidence: [
          .init(
            "rows and parameters", "train, judged, inputs, parameters",
            numbers: [n, judged ?? 0, d, parameters].map(Double.init))
        ],
        causes: ["data.limit, or a source that was cut"],
        remedy: "read wide intervals as what they are")
    })
}
