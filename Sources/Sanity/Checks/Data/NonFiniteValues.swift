import Datasets
import Findings
import Learning
import Text

extension CheckEntry {
  static let nonFiniteValues = CheckEntry(
    code: "SD01", title: "non-finite values", stage: .data, evidenceKind: .contradiction,
    worst: .stop,
    summary: "After preprocessing every input, target and weight is a finite number.",
    formula: "count of NaN and infinite values over train, dev and test; any stops",
    source: "scikit-learn, check_estimators_nan_inf; Google, testing and debugging course",
    knownFalseAlarms: "none: values are examined after imputation, as the model receives them",
    cost: "one pass over the prepared values",
    body: .before { context in
      var evidence: [Evidence] = []
      var first: String?
      var total = 0
      // Enough to show where they are; a column of them need not be listed.
      let limit = 1_000
      var isCapped = false
      for (part, rows) in context.parts {
        let found = NotFinite.all(in: rows, limit: limit)
        isCapped = isCapped || found.count == limit
        guard !found.isEmpty else { continue }
        total += found.count
        let places = found.prefix(20).map { context.text(of: $0, in: rows) }
        first = first ?? "\(part) \(places[0])"
        evidence.append(
          .rows(
            title: "\(part) rows", ids: found.prefix(20).map { rows.rowIDs[$0.row] }, names: places)
        )
      }
      guard let first else { return .passed("every value is finite", value: 0) }
      let count =
        total == 1
        ? "a value is" : "\(isCapped ? "at least " : "")\(NumberFormat.count(total)) values are"
      let cells = context.infiniteCells
      guard cells.isEmpty else {
        return Finding(
          verdict: .stop, message: "\(count) not finite: \(cells[0]) in the file",
          value: Double(total), threshold: 0, evidence: evidence,
          causes: cells.map { "\($0): an infinite cell in the file" },
          remedy: "fix the cells in the file, or list their text in data.csv.missing")
      }
      return Finding(
        verdict: .stop, message: "\(count) not finite: \(first)", value: Double(total),
        threshold: 0, evidence: evidence,
        causes: ["a missing value that nothing imputes", "an overflow while preparing the data"],
        remedy: "set preprocessing.impute, or remove the rows")
    })
}

extension GateContext {
  /// The first infinite cell of each column that has one, of at most five columns.
  fileprivate var infiniteCells: [String] {
    let rows = dataset.split.train + dataset.split.dev + dataset.split.test
    return dataset.featureColumns.lazy.compactMap { column in
      guard case .numbers = column.values,
        let position = column.doubles(at: rows).firstIndex(where: \.isInfinite)
      else { return nil }
      return "\(self.rowName(rows[position])): \"\(column.name)\""
    }.prefix(5).map { $0 }
  }

  /// `row 17: input "age" is nan`
  fileprivate func text(of value: NotFinite, in rows: TrainingSet) -> String {
    let place =
      switch value.place {
      case .input(let column): "input \"\(inputNames[column])\""
      case .target: "target"
      case .weight: "weight"
      }
    return "\(rowName(rows.rowIDs[value.row])): \(place) is \(NumberFormat.number(value.value))"
  }
}
