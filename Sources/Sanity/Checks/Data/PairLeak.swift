import Datasets
import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let pairLeak = Threshold(
    "SD28", 0.995, "fraction of the target's variation that two columns together predict")
  fileprivate static let pairGap = Threshold.fixed(
    "SD28", 0.1, "lead of the pair over the better of its columns")
}

extension CheckEntry {
  static let pairLeak = CheckEntry(
    code: "SD28", title: "two columns that together give the target", stage: .data, worst: .warn,
    summary: "No difference, sum or ratio of two columns, and no threshold of each, is the target.",
    formula: "of each pair of at most 20 columns of numbers: the skill, as in SD10, of their "
      + "difference, sum and ratio, and for classes of two thresholds, one of each column; on 200 "
      + "rows first, then on at most 2,000; above the threshold, and above each of the two columns "
      + "alone by more than 0.1",
    threshold: .pairLeak,
    fixedLimits: [.pairGap],
    source: "Kapoor and Narayanan 2023, L2: features that stand in for the target",
    knownFalseAlarms: "a law without noise that holds between exactly two of the inputs: it never "
      + "stops a run",
    cost: "at most 190 pairs of 200 rows, sorted three times",
    showsLeak: true,
    body: .before { context in
      let columns = context.dataset.featureColumns.filter(\.isNumeric)
      guard columns.count > 2, context.train.rowCount >= 50 else {
        return .notApplicable("fewer than 50 rows, or than three columns of numbers")
      }
      let search = PairSearch(
        columns: Array(columns.evenly(20)), train: context.train, limit: context.limit(.pairLeak))
      guard let found = search.best else {
        return .passed("no two columns give the target together")
      }
      let names = Quoting.list([found.first, found.second])
      return Finding(
        verdict: .warning,
        message: "\(names) together predict \(NumberFormat.percent(found.skill)) of the target "
          + "by their \(found.rule), the better one alone \(NumberFormat.percent(max(0, found.single)))",
        value: found.skill,
        evidence: [.scores("skill", [found.rule: found.skill, "the better column": found.single])],
        causes: [
          "\(names): together a copy of the target, or something known only after it",
          "a law that holds between these columns",
        ],
        remedy:
          "drop one of them with data.features unless both are known when predictions are made",
        edits: SpecEdit.dropping(found.second).map { [$0] })
    })
}

/// A bounded search for two columns that give the target.
private struct PairSearch {
  struct Found {
    let first: String
    let second: String
    let rule: String
    let skill: Double
    /// The skill of the better of the two columns.
    let single: Double
  }

  /// The best pair above the limit; nil where there is none.
  private(set) var best: Found?

  private static let firstCount = 200
  private static let count = 2_000

  init(columns: [Column], train: TrainingSet, limit: Double) {
    let few = Sample(columns, train, Self.firstCount)
    let many = Sample(columns, train, Self.count)
    for i in columns.indices {
      for j in columns.indices.dropFirst(i + 1) {
        // A few rows are further apart than many.
        for rule in PairRule.allCases
        where few.skill(of: rule, i, j) > limit - 0.1 {
          let skill = many.skill(of: rule, i, j)
          let single = max(many.skill(of: i), many.skill(of: j))
          guard skill > limit, skill - max(0, single) > Threshold.pairGap.value,
            skill > best?.skill ?? 0
          else { continue }
          best = Found(
            first: columns[i].name, second: columns[j].name, rule: rule.rawValue, skill: skill,
            single: single)
        }
      }
    }
  }

  /// Some of the training rows.
  private struct Sample {
    let values: [[Double]]
    let targets: Targets

    init(_ columns: [Column], _ train: TrainingSet, _ count: Int) {
      let positions = Array(0..<train.rowCount).evenly(count)
      let rows = positions.map { train.rowIDs[$0] }
      values = columns.map { $0.doubles(at: rows) }
      targets = train.targets.rows(at: positions)
    }

    func skill(of column: Int) -> Double {
      SingleColumnSkill.of(values[column], targets: targets)
    }

    func skill(of rule: PairRule, _ i: Int, _ j: Int) -> Double {
      if rule == .thresholds {
        guard case .classes(let classes, let classCount) = targets else { return 0 }
        return TwoThresholds.skill(values[i], values[j], classes, classCount)
      }
      let combined = zip(values[i], values[j]).map { rule.value($0, $1) }
      return SingleColumnSkill.of(combined.map { $0.isFinite ? $0 : .nan }, targets: targets)
    }
  }
}

/// A number or a class made of two columns.
private enum PairRule: String, CaseIterable {
  case difference, sum, ratio
  case thresholds = "thresholds, one of each"

  func value(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .difference: a - b
    case .sum: a + b
    case .ratio: a / b
    case .thresholds: .nan
    }
  }
}

/// A tree of depth two: a threshold of one column, and on each side one of the other.
private enum TwoThresholds {
  static func skill(_ a: [Double], _ b: [Double], _ classes: [Int], _ classCount: Int) -> Double {
    let n = classes.count
    let most = classes.counts(of: classCount).max() ?? 0
    guard most < n, n > 0 else { return 0 }
    let right = max(
      rightCount(a, b, classes, classCount), rightCount(b, a, classes, classCount))
    return Double(right - most) / Double(n - most)
  }

  /// Rows that the best tree with its root in `outer` classifies correctly.
  ///
  /// The root is the best single threshold, or ends the longest run of one class from either end,
  /// as where both columns must be above their thresholds, or one of them.
  private static func rightCount(
    _ outer: [Double], _ inner: [Double], _ classes: [Int], _ classCount: Int
  ) -> Int {
    let all = Array(classes.indices)
    let roots = [cut(outer, all, classes, classCount).threshold] + pureEnds(outer, classes)
    return roots.map { root in
      [all.filter { outer[$0] <= root }, all.filter { !(outer[$0] <= root) }]
        .reduce(0) { $0 + cut(inner, $1, classes, classCount).right }
    }.max() ?? 0
  }

  /// The values up to which, and above which, all rows have one class.
  private static func pureEnds(_ values: [Double], _ classes: [Int]) -> [Double] {
    let order = classes.indices.sorted { values[$0] < values[$1] }
    guard let first = order.first, let last = order.last else { return [] }
    let least = order.first { classes[$0] != classes[first] }
      .flatMap { other in order.last { values[$0] < values[other] } }
    let greatest = order.last { classes[$0] != classes[last] }
    return [least, greatest].compactMap { $0.map { values[$0] } }
  }

  /// The threshold that classifies most rows correctly, each side as its commonest class.
  private static func cut(
    _ values: [Double], _ rows: [Int], _ classes: [Int], _ classCount: Int
  ) -> (threshold: Double, right: Int) {
    let order = rows.sorted { values[$0] < values[$1] }
    var above = [Int](repeating: 0, count: classCount)
    for row in rows { above[classes[row]] += 1 }
    var below = [Int](repeating: 0, count: classCount)
    var best = (threshold: Double.infinity, right: above.max() ?? 0)
    for (place, row) in order.enumerated().dropLast() {
      below[classes[row]] += 1
      above[classes[row]] -= 1
      guard values[row] < values[order[place + 1]] else { continue }
      let right = (below.max() ?? 0) + (above.max() ?? 0)
      if right > best.right { best = (values[row], right) }
    }
    return best
  }
}
