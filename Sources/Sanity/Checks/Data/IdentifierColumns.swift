import Datasets
import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let idUniqueness = Threshold(
    "SD11", 0.95, "distinct values per row of a column")
}

extension CheckEntry {
  static let identifierColumns = CheckEntry(
    code: "SD11", title: "columns that look like row ids", stage: .data, worst: .warn,
    summary: "No input is merely a number or name of the row.",
    formula: "distinct values per row above the threshold, and the column has integers without "
      + "large gaps, or values in the order of the rows, or text",
    threshold: .idUniqueness,
    source: "deepchecks, IdentifierLabelCorrelation; TFDV",
    knownFalseAlarms: "a year or a time step of a series: it never stops a run",
    cost: "one sort of at most 20,000 rows of each column",
    showsLeak: true,
    body: .before { context in
      let rows = context.dataset.split.train.evenly(20_000)
      guard rows.count >= 20 else { return .notApplicable("fewer than 20 train rows") }
      let limit = context.limit(.idUniqueness)
      let found = context.dataset.featureColumns.filter { column in
        looksLikeIdentifier(column, rows: rows, uniqueness: limit)
      }.map(\.name)
      guard !found.isEmpty else { return .passed("no column looks like a row id", value: 0) }
      let verb = found.count == 1 ? "looks like a row id" : "look like row ids"
      return Finding(
        verdict: .warning, message: "\(Quoting.list(found)) \(verb): nearly every value is new",
        value: Double(found.count), threshold: 0,
        evidence: [.names("columns", found)],
        causes: ["an id, an index or a name among the inputs"],
        remedy: "name it as data.row_id, or drop it with data.features")
    })
}

private func looksLikeIdentifier(_ column: Column, rows: [Int], uniqueness: Double) -> Bool {
  if case .bytes = column.values { return false }
  let values = column.doubles(at: rows).filter { !$0.isNaN }
  guard values.count >= 20 else { return false }
  let distinct = Set(values).count
  guard Double(distinct) > uniqueness * Double(values.count) else { return false }
  if case .categories = column.values { return true }
  guard values.allSatisfy({ $0 == $0.rounded() }), let least = values.min(),
    let greatest = values.max()
  else { return false }
  let isDense = greatest - least + 1 <= 4 * Double(values.count)
  let rises = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
  let falls = zip(values, values.dropFirst()).allSatisfy { $0 > $1 }
  return isDense || rises || falls
}
