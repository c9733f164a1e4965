import Datasets
import Findings
import Schema
import Text

extension CheckEntry {
  static let labelSpelling = CheckEntry(
    code: "SD16", title: "labels that differ only by punctuation", stage: .data, worst: .warn,
    summary: "A class is spelled the same way in every file.",
    formula: "rows whose label differs from another one by a final \".\" or by surrounding "
      + "blanks (read as that one), or by case or punctuation (left unchanged)",
    source: "the published files of Adult (UCI): \">50K\" in train, \">50K.\" in test",
    knownFalseAlarms: "none known; two classes that differ only in this way should be renamed",
    cost: "none: found while reading",
    body: .before { context in
      let all = context.labelRepairs + context.labelLookalikes
      guard let first = all.first else {
        return .passed("labels are spelled the same in every file", value: 0)
      }
      let isRead = !context.labelRepairs.isEmpty
      let same = isRead ? context.labelRepairs : context.labelLookalikes
      let what =
        same.allSatisfy { $0.from == $0.to + "." } ? "end in \".\"" : "differ by punctuation"
      let part = context.partName(ofFile: first.file)
      return Finding(
        verdict: .warning,
        message: isRead
          ? "\(part) labels \(what) (\"\(first.from)\"): read as \"\(first.to)\"; "
            + "waive or fix with data.label_map"
          : "\(part) label \"\(first.from)\" looks like \"\(first.to)\" and counts as a class "
            + "of its own; waive or fix with data.label_map",
        value: Double(all.reduce(0) { $0 + $1.rowCount }), threshold: 0,
        evidence: context.labelRepairs.map { $0.evidence("read as") }
          + context.labelLookalikes.map { $0.evidence("looks like") },
        causes: ["files that were written by different programs"],
        remedy: "data.label_map: {"
          + Set(same.map { Pair(from: $0.from, to: $0.to) }).sorted { $0.from < $1.from }
          .map { "\"\($0.from)\": \"\($0.to)\"" }.joined(separator: ", ") + "}")
    })
}

/// A spelling and what it is read as, whatever file has it.
private struct Pair: Hashable {
  let from: String
  let to: String
}

extension LabelRepair {
  fileprivate func evidence(_ verb: String) -> Evidence {
    .text(
      title: file, text: "\"\(from)\" \(verb) \"\(to)\" in \(NumberFormat.count(rowCount, "row"))")
  }
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
