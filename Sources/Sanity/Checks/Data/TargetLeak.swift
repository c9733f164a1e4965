import Datasets
import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let leak = Threshold(
    "SD10", 0.95, "fraction of the target's variation that one column alone predicts")
  fileprivate static let leakGap = Threshold.fixed(
    "SD10", 0.05, "lead of that column over the next best one")
  fileprivate static let otherSignal = Threshold.fixed(
    "SD10", 0.02, "skill of the next best column below which it is the only useful input")
  fileprivate static let copy = Threshold.fixed(
    "SD10", 0.999, "skill of a copy of the target")
}

extension CheckEntry {
  static let targetLeak = CheckEntry(
    code: "SD10", title: "a column that leaks the target", stage: .data, worst: .warn,
    summary: "No single column predicts the target far better than every other.",
    formula: "each train row is predicted from its neighbours in the order of the column (rows "
      + "of equal value, or else the two next to it); relative reduction in error from the mean "
      + "or majority-class predictor; the best column exceeds the threshold and leads the next "
      + "by more than 0.05; only a note where no other column predicts 2 % and it is no copy",
    threshold: .leak,
    fixedLimits: [.leakGap, .otherSignal, .copy],
    source: "deepchecks, FeatureLabelCorrelation (predictive power score > 0.8); H2O Driverless "
      + "AI, leakage detection",
    knownFalseAlarms: "trivial tasks, and a column that legitimately decides the target: it "
      + "never stops a run",
    cost: "one sort of at most 400,000 cells",
    showsLeak: true,
    body: .before { context in
      let columns = context.dataset.featureColumns
      guard columns.count > 0, context.train.rowCount >= 20 else {
        return .notApplicable("too few rows or columns")
      }
      let positions = Array(0..<context.train.rowCount)
        .evenly(min(4_000, max(300, 400_000 / columns.count)))
      let targets = context.train.targets.rows(at: positions)
      let rows = positions.map { context.train.rowIDs[$0] }
      let skills = columns.map { SingleColumnSkill.of($0.doubles(at: rows), targets: targets) }
      guard let best = skills.indices.max(by: { skills[$0] < skills[$1] }) else {
        return .notApplicable("no columns")
      }
      let next = skills.indices.filter { $0 != best }.map { skills[$0] }.max() ?? 0
      let isLeak =
        skills[best] >= context.limit(.leak)
        && skills[best] - max(0, next) > context.limit(.leakGap)
      let name = columns[best].name
      guard isLeak else {
        return .passed(
          "the best single column, \"\(name)\", predicts \(NumberFormat.percent(max(0, skills[best])))",
          value: skills[best])
      }
      // Where no other column says anything of the target, it is the only useful input.
      let isOnlyUseful = next < Threshold.otherSignal.value && skills[best] < Threshold.copy.value
      return Finding(
        verdict: isOnlyUseful ? .note : .warning,
        message: "\"\(name)\" alone predicts \(NumberFormat.percent(skills[best])) of the target, "
          + "the next best column \(NumberFormat.percent(max(0, next)))",
        value: skills[best],
        evidence: [.scores("skill", ["\"\(name)\"": skills[best], "the next best column": next])],
        causes: ["a copy of the target, or something known only after it", "a trivial task"],
        remedy: "drop it with data.features unless it is known when predictions are made",
        // The only input cannot be dropped.
        edits: columns.count > 1 ? SpecEdit.dropping(name).map { [$0] } : nil)
    })
}

/// The fraction of the target's variation that one column predicts.
enum SingleColumnSkill {
  /// 1 for all of it, 0 for no more than a constant prediction; missing values are left out.
  ///
  /// Each row is predicted from the other rows of the same value, or from the nearest values.
  static func of(_ values: [Double], targets: Targets) -> Double {
    var pairs: [(Double, Int)] = []
    pairs.reserveCapacity(values.count)
    for (row, value) in values.enumerated() where !value.isNaN { pairs.append((value, row)) }
    pairs.sort(by: <)
    let order = pairs.map(\.1)
    guard order.count >= 10 else { return 0 }
    // Runs of equal values in the sorted order.
    var runs: [Range<Int>] = []
    var start = 0
    for k in 1...order.count where k == order.count || values[order[k]] != values[order[start]] {
      runs.append(start..<k)
      start = k
    }
    guard runs.count > 1 else { return 0 }
    let coverage = Double(order.count) / Double(values.count)
    switch targets {
    case .classes(let classes, let classCount):
      return coverage * skill(ofClasses: order.map { classes[$0] }, classCount, runs: runs)
    case .values(let numbers):
      return coverage * skill(ofNumbers: order.map { numbers[$0] }, runs: runs)
    }
  }

  /// `sorted` are the classes in the column's order.
  private static func skill(ofClasses sorted: [Int], _ classCount: Int, runs: [Range<Int>])
    -> Double
  {
    let n = sorted.count
    var right = 0
    var counts = [Int](repeating: 0, count: classCount)
    for run in runs {
      if run.count == 1 {
        // A lone value is right when a neighbour on either side agrees: half for each.
        let k = run.lowerBound
        let below = k > 0 ? sorted[k - 1] : sorted[k + 1]
        let above = k < n - 1 ? sorted[k + 1] : sorted[k - 1]
        right += (below == sorted[k] ? 1 : 0) + (above == sorted[k] ? 1 : 0)
      } else {
        for k in run { counts[sorted[k]] += 1 }
        // The row itself does not vote, and ties go against it: only rows of the commonest class
        // can be right, and only with a lead of two.
        var (most, next) = (0, 0)
        for k in run where counts[sorted[k]] > 0 {
          let count = counts[sorted[k]]
          counts[sorted[k]] = 0
          (most, next) = count > most ? (count, most) : (most, max(next, count))
        }
        right += most - 1 > next ? 2 * most : 0
      }
    }
    let prior = Double(sorted.counts(of: classCount).max() ?? 0) / Double(n)
    guard prior < 1 else { return 0 }
    return (Double(right) / Double(2 * n) - prior) / (1 - prior)
  }

  private static func skill(ofNumbers sorted: [Double], runs: [Range<Int>]) -> Double {
    let n = sorted.count
    let total = sorted.sumOfSquaredDeviations
    guard total > 0 else { return 0 }
    var errors = 0.0
    for run in runs {
      if run.count == 1 {
        let k = run.lowerBound
        let around = [k - 1, k + 1].filter { $0 >= 0 && $0 < n }.map { sorted[$0] }
        let guess = around.mean
        errors += (sorted[k] - guess) * (sorted[k] - guess)
      } else {
        let sum = run.reduce(0.0) { $0 + sorted[$1] }
        for k in run {
          let guess = (sum - sorted[k]) / Double(run.count - 1)
          errors += (sorted[k] - guess) * (sorted[k] - guess)
        }
      }
    }
    return 1 - errors / total
  }
}
