import Datasets
import Diagnostics
import Schema
import Specification
import Text

extension ExperimentRule {
  static let groupingColumns = ExperimentRule(
    "grouping-column", "`evaluation.slices` and `evaluation.protected` name columns of few values.",
    badExample: ["evaluation.slices=[specie]"],
    .data { plan, data in
      plan.divisions.flatMap { key, request in
        request.grouping.columns.compactMap { column -> RuleViolation? in
          guard data.table[column.name] != nil else {
            let names = data.table.columns.map(\.name)
            return RuleViolation(
              at: request.mark, "\(key) must name a column of the data; got \"\(column.name)\"",
              hint: Suggestion.hint(for: column.name, among: names)
                ?? "columns: \(names.prefix(12).joined(separator: ", "))")
          }
          guard column.edges.isEmpty, data.groupCount(of: column) > Dataset.groupLimit else {
            return nil
          }
          return RuleViolation(
            at: request.mark,
            "\(key) must name a column of at most \(Dataset.groupLimit) values; got \"\(column.name)\" "
              + "with more",
            hint: data.isNumeric(column.name)
              ? "with the edges of bins: {\(column.name): [10, 20]}" : nil)
        }
      }
    })

  static let groupingBins = ExperimentRule(
    "grouping-bins", "The edges of bins are ascending, and their column holds numbers.",
    badExample: ["evaluation.slices=[{petal_width_cm: [2, 1]}]"],
    .data { plan, data in
      plan.divisions.flatMap { key, request in
        request.grouping.columns.filter { !$0.edges.isEmpty }.compactMap { column in
          if zip(column.edges, column.edges.dropFirst()).contains(where: { $0 >= $1 }) {
            let edges = column.edges.map(NumberFormat.exact).joined(separator: ", ")
            return RuleViolation(
              at: request.mark, "\(key): edges of \"\(column.name)\" must ascend; got [\(edges)]")
          }
          guard data.table[column.name] != nil, !data.isNumeric(column.name) else { return nil }
          return RuleViolation(
            at: request.mark,
            "\(key): edges need a column of numbers; got \"\(column.name)\", which holds text")
        }
      }
    })

  static let protectedTask = ExperimentRule(
    "protected-task", "Protected groups are compared where there are two classes.",
    badExample: ["evaluation.protected=[species]"],
    .data { plan, data in
      guard data.schema.task != .binary else { return [] }
      return plan.evaluation.protected.map { request in
        RuleViolation(
          at: request.mark,
          "evaluation.protected needs a binary task; got a \(data.schema.task.rawValue) task",
          hint: "evaluation.slices has every metric of the groups")
      }
    })

  static let keyExamples = ExperimentRule(
    "key-examples", "The file `evaluation.must_pass` names rows of the data and what is expected.",
    badExample: ["evaluation.must_pass=missing.csv"],
    .data { plan, data in KeyExamples.violations(of: plan, in: data) })
}

extension ExperimentPlan {
  /// Each division with the key it stands under.
  fileprivate var divisions: [(key: String, request: GroupingRequest)] {
    evaluation.slices.map { ("evaluation.slices", $0) }
      + evaluation.protected.map { ("evaluation.protected", $0) }
  }
}

extension Dataset {
  fileprivate func isNumeric(_ column: String) -> Bool {
    if case .categories? = table[column]?.values { false } else { true }
  }
}
