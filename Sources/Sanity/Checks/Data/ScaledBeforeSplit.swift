import Datasets
import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension CheckEntry {
  static let scaledBeforeSplit = CheckEntry(
    code: "SD18", title: "columns scaled before the split", stage: .data, worst: .warn,
    summary: "Preprocessing is fitted on train alone.",
    formula: "a column of numbers whose mean over the rows of all parts is 0, to 1e-6 of its "
      + "deviation, and whose mean over train is not: prepared inputs warn, columns of the "
      + "source are noted",
    source: "Kapoor and Narayanan 2023, L1.2; measured effect on AUC at most 0.005 (2026)",
    knownFalseAlarms: "columns that are centred by nature, which are few: the source is only "
      + "noted",
    cost: "one pass over at most 2,000,000 cells, in whole columns",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      let parts = context.parts.map(\.rows.inputs)
      let rowCount = parts.reduce(0) { $0 + $1.rowCount }
      let limit = max(1, 2_000_000 / max(1, rowCount))
      let prepared = Array(context.inputNames.indices).evenly(limit).filter { j in
        isCentredOverAll(parts.map { $0.column(j) }, precision: 1e-5)
      }.map { context.inputNames[$0] }
      if !prepared.isEmpty {
        return Finding(
          verdict: .warning,
          message: "\(NumberFormat.count(prepared.count, "input")) "
            + "\(prepared.count == 1 ? "has" : "have") mean 0 over all parts, not over train: "
            + Quoting.list(prepared),
          value: Double(prepared.count), threshold: 0,
          evidence: [.names("inputs", prepared)],
          causes: ["a scaler that was fitted to all rows"],
          remedy: "fit the preparation to train alone, as preprocessing does")
      }
      let split = context.dataset.split
      let raw = context.dataset.featureColumns.evenly(limit).filter { column in
        guard case .numbers = column.values else { return false }
        return isCentredOverAll(
          Part.allCases.map { column.doubles(at: split[$0]) }, precision: 1e-6)
      }.map(\.name)
      guard !raw.isEmpty else {
        return .passed("no column is scaled over all parts", value: 0)
      }
      return Finding(
        verdict: .note,
        message: "\(NumberFormat.count(raw.count, "column")) of the source "
          + "\(raw.count == 1 ? "has" : "have") mean 0 over all rows: scaled before the split",
        value: Double(raw.count), threshold: 0,
        evidence: [.names("columns", raw)],
        causes: ["a source that was prepared with its test rows"],
        remedy: "take the source as it was before scaling")
    })
}

extension Inputs {
  fileprivate func column(_ j: Int) -> [Double] {
    let d = columnCount
    return switch self {
    case .single(let matrix): (0..<matrix.rowCount).map { Double(matrix.storage[$0 * d + j]) }
    case .double(let matrix): (0..<matrix.rowCount).map { matrix.storage[$0 * d + j] }
    }
  }
}

/// Whether a column's mean is 0 over all parts together and not over the first.
private func isCentredOverAll(_ parts: [[Double]], precision: Double) -> Bool {
  let all = parts.flatMap { $0 }.filter { !$0.isNaN }
  guard let train = parts.first?.filter({ !$0.isNaN }), train.count >= 10,
    all.count >= train.count + 5
  else { return false }
  let mean = all.mean
  let square = all.sumOfSquares / Double(all.count)
  let deviation = max(0, square - mean * mean).squareRoot()
  guard deviation > 0, abs(mean) <= precision * deviation else { return false }
  let trainMean = train.mean
  // Whole numbers about 0 may well have a mean of exactly 0.
  let isSigns = all.allSatisfy { $0 == $0.rounded() }
  return !isSigns && abs(trainMean) > 100 * precision * deviation
}
