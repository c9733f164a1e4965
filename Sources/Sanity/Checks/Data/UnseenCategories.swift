import Datasets
import Findings
import Foundation
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let unseen = Threshold(
    "SD23", 0, "fraction of rows with a category that train lacks, beyond what chance explains")
}

extension CheckEntry {
  static let unseenCategories = CheckEntry(
    code: "SD23", title: "categories missing from train", stage: .data, worst: .warn,
    summary: "Categories of dev and test occur in train.",
    formula: "rows of a part whose category no train row has, beyond the fraction of train rows "
      + "with a category of their own (Good and Turing's estimate of the unseen); it warns "
      + "where a Poisson variable with the expected mean would reach the count less than once "
      + "in a thousand",
    threshold: .unseen,
    source: "deepchecks, CategoryMismatchTrainTest; Good 1953",
    knownFalseAlarms: "columns whose categories are mostly new: SD11 reports them, this stays "
      + "silent",
    cost: "one pass over the columns of categories",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      let columns = context.dataset.featureColumns.filter {
        if case .categories = $0.values { true } else { false }
      }
      guard !columns.isEmpty else { return .notApplicable("there are no columns of categories") }
      var worst: Finding?
      for column in columns {
        guard case .categories(_, let levels) = column.values else { continue }
        let train = column.doubles(at: context.dataset.split.train).filter { !$0.isNaN }
        let counts = train.map { Int($0) }.counts(of: levels.count)
        // After Good and Turing: a new row is of a new kind as often as a train row stands alone.
        let share = Double(counts.count { $0 == 1 } + 1) / Double(max(1, train.count))
        for part in [Part.dev, .test] {
          let codes = column.doubles(at: context.dataset.split[part]).filter { !$0.isNaN }
          let unseen = codes.map { Int($0) }.filter { counts[$0] == 0 }
          guard !unseen.isEmpty else { continue }
          let n = Double(codes.count)
          let excess = Double(unseen.count) / n - share
          let isChance =
            poissonTailBound(atLeast: Double(unseen.count), mean: share * n) > 1e-3
            || excess <= context.limit(.unseen)
          let names = Set(unseen).sorted().map { levels[$0] }
          let finding = Finding(
            verdict: isChance ? .note : .warning,
            message:
              "\(NumberFormat.count(unseen.count, "\(part) row")) (\(NumberFormat.percent(Double(unseen.count) / n))) "
              + "of \"\(column.name)\" \(unseen.count == 1 ? "has a category" : "have categories") "
              + "that train lacks: \(Quoting.list(names))",
            value: max(0, excess),
            evidence: [
              .names("categories", names),
              .fraction(title: "expected by chance", value: share),
            ],
            causes: ["another spelling of the same category", "parts from different places"],
            remedy: "use one spelling in the source, or use data.split with by: random")
          if (finding.verdict.weight, excess) > (worst?.verdict.weight ?? 0, worst?.value ?? -1) {
            worst = finding
          }
        }
      }
      return worst ?? .passed("all categories occur in train", value: 0)
    })
}
