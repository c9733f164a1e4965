import Datasets

extension CheckEntry {
  static let labelRepairs = CheckEntry(
    code: "SD16", title: "labels that differ only by punctuation", stage: .data, worst: .warn,
    summary: "The same class is spelt alike in every file.",
    formula: "rows whose label was read as another one that differs by a final \".\" or by "
      + "blanks around it",
    source: "the published files of Adult (UCI): \">50K\" in train, \">50K.\" in test",
    knownFalseAlarms: "none known; two classes that differ only so should be renamed",
    cost: "none: seen while reading",
    body: .before { context in
      let repairs = context.labelRepairs
      guard let first = repairs.first else {
        return .passed("labels are spelt alike in every file", value: 0)
      }
      let rowCount = repairs.reduce(0) { $0 + $1.rowCount }
      let what =
        repairs.allSatisfy { $0.from == $0.to + "." } ? "end in \".\"" : "differ by punctuation"
      return Finding(
        verdict: .warning,
        message: "\(context.partName(ofFile: first.file)) labels \(what) (\"\(first.from)\"): "
          + "read as \"\(first.to)\"; waive or fix with data.label_map",
        value: Double(rowCount), threshold: 0,
        evidence: repairs.map {
          .init(
            $0.file,
            "\"\($0.from)\" read as \"\($0.to)\" in \(Wording.counted($0.rowCount, "row"))",
            numbers: [Double($0.rowCount)])
        },
        causes: ["files that were written by different programs"],
        remedy: "data.label_map: {\"\(first.from)\": \"\(first.to)\"}")
    })
}

extension GateContext {
  /// "test" when all of the file's rows belong to that part, otherwise the file's name.
  fileprivate func partName(ofFile path: String) -> String {
    guard let source = dataset.table.sources.first(where: { $0.path == path }) else { return path }
    for part in Part.allCases {
      let rows = dataset.split[part]
      if let first = rows.first, let last = rows.last, source.rows.contains(first),
        source.rows.contains(last), rows.count == source.rows.count
      {
        return part.rawValue
      }
    }
    return path
  }
}
