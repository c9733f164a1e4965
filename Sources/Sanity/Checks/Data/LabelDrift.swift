import Datasets
import Evaluation
import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let labelDrift = Threshold(
    "SD15", 0.1, "total variation (classes) or Kolmogorov-Smirnov distance (numbers) from train")
  fileprivate static let classLoss = Threshold.fixed(
    "SD15", 3, "how many times as frequent a class is in another part as in train")
}

extension CheckEntry {
  static let labelDrift = CheckEntry(
    code: "SD15", title: "targets that drift between parts", stage: .data, worst: .stop,
    summary: "Dev and test have the classes of train, with similar frequencies.",
    formula: "a class of dev or test that train lacks stops, unless chance would leave all rows "
      + "of one of that many classes out of train more than once in ten thousand; a class that "
      + "is more than 3 times as frequent there as in train, beyond chance (binomial, p < 0.001 "
      + "for all classes together), and a distance of the distributions above the threshold "
      + "with p < 0.001 (chi-squared, or Kolmogorov-Smirnov) warn; weighted rows count with their "
      + "weights, in tests as their effective number",
    threshold: .labelDrift,
    fixedLimits: [.classLoss],
    source: "deepchecks, NewLabelTrainTest and LabelDrift; Rabanser et al. 2019",
    knownFalseAlarms: "a split by time or by group may drift legitimately: drift never stops a "
      + "run; a class of a few rows may be missing from train by chance: it warns",
    cost: "one pass over the targets",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      var worst = Finding.passed("dev and test have the classes of train", value: 0)
      if case .values = context.train.targets { worst.message = "the target does not drift" }
      for (part, rows) in context.parts.dropFirst() {
        let finding =
          switch (context.train.targets, rows.targets) {
          case (.classes, .classes):
            context.classDrift(of: rows, part: part)
          case (.values(let train), .values(let other)):
            context.drift(
              of: WeightedValues(other, rows.weights),
              from: WeightedValues(train, context.train.weights), part: part)
          default: Finding.notApplicable("targets of two kinds")
          }
        let isGraver = finding.verdict.weight > worst.verdict.weight
        let isFarther =
          finding.verdict == worst.verdict && (finding.value ?? 0) > (worst.value ?? 0)
        if isGraver {
          worst = finding
        } else if isFarther {
          worst.value = finding.value
        }
      }
      return worst
    })
}

extension GateContext {
  fileprivate func classDrift(of rows: TrainingSet, part: Part) -> Finding {
    let (other, train) = (rows.effectiveClassCounts, self.train.effectiveClassCounts)
    let n = train.reduce(0, +)
    let m = other.reduce(0, +)
    let new = other.indices.filter { other[$0] > 0 && train[$0] == 0 }
    if !new.isEmpty, case .classes(let classes, _) = rows.targets {
      let rowCount = classes.count { new.contains($0) }
      // That all rows of a class would be drawn into the parts other than train.
      let all = parts.reduce(0) { $0 + $1.rows.rowCount }
      let outside = 1 - Double(self.train.rowCount) / Double(all)
      let chance = new.map { pow(outside, Double(rowsOfClass($0))) }.min() ?? 0
      return Finding(
        verdict: chance * Double(train.count) < 1e-4 ? .stop : .warning,
        message: "\(part) has \(NumberFormat.count(rowCount, "row")) of "
          + "\(new.count == 1 ? "a class" : "classes") that train lacks: "
          + Quoting.list(new.map(className)),
        value: Double(rowCount), threshold: 0,
        evidence: [.names("classes", new.map(className))],
        causes: isSplitInOrder
          ? [
            "rows in the order of the target, split in order: "
              + "\(Quoting.list(new.map(className))) is only at the end"
          ] : ["another spelling of the same class", "a file sorted by class, split in order"],
        remedy: isSplitInOrder
          ? "use data.split with by: stratified"
          : "map spellings with data.label_map, or use data.split with by: stratified",
        edits: isSplitInOrder ? [SpecEdit(.splitMethod, "stratified")] : nil)
    }
    let distance = zip(other, train).reduce(0) { $0 + abs($1.0 / m - $1.1 / n) } / 2
    // Classes with fewer than five expected rows count as one (Cochran's rule): the limit holds
    // for large counts only.
    var cells: [(other: Double, train: Double)] = []
    var rare = (other: 0.0, train: 0.0)
    for (a, b) in zip(other, train) where a + b > 0 {
      if min(m, n) * (a + b) / (n + m) < 5 {
        rare = (rare.other + a, rare.train + b)
      } else {
        cells.append((a, b))
      }
    }
    if rare.other + rare.train > 0 { cells.append(rare) }
    var statistic = 0.0
    for (a, b) in cells {
      let pooled = (a + b) / (n + m)
      statistic += pow(a - m * pooled, 2) / (m * pooled)
      statistic += pow(b - n * pooled, 2) / (n * pooled)
    }
    let isSure = statistic > chiSquaredLimit(freedom: Double(max(1, cells.count - 1)))
    var finding = driftFinding(
      part: part, distance: distance, isSure: isSure, of: "class frequencies")
    if let lost = lostClass(of: other, from: train) {
      let name = "class \"\(className(lost.index))\""
      let there = NumberFormat.percent(other[lost.index] / m)
      let here = NumberFormat.percent(train[lost.index] / n)
      if finding.verdict == .passed {
        finding.verdict = .warning
        finding.message = "\(name) is \(there) of \(part) and \(here) of train"
        finding.value = lost.ratio
        finding.threshold = Threshold.classLoss.value
        finding.remedy = "find where train lost them, or use data.split with by: stratified"
      }
      finding.causes.insert("\(name) lost rows of train", at: 0)
    }
    return finding
  }

  /// The class that a part has most times as often as train, beyond chance: of all classes together
  /// once in a thousand.
  private func lostClass(of other: [Double], from train: [Double]) -> (index: Int, ratio: Double)? {
    let n = train.reduce(0, +)
    let m = other.reduce(0, +)
    let ratios = other.indices.map { i in
      train[i] > 0 ? other[i] / m / (train[i] / n) : 0
    }
    guard let index = ratios.indices.max(by: { ratios[$0] < ratios[$1] }),
      ratios[index] > Threshold.classLoss.value
    else { return nil }
    let there = Int(other[index].rounded())
    let chance = BinomialDistribution(
      trialCount: there + Int(train[index].rounded()), probability: m / (n + m)
    ).survival(there - 1)
    return chance * Double(train.count) < 1e-3 ? (index, ratios[index]) : nil
  }

  fileprivate func drift(
    of other: WeightedValues, from train: WeightedValues, part: Part
  ) -> Finding {
    let distance = kolmogorovSmirnovDistance(other, train)
    let n = train.effectiveCount
    let m = other.effectiveCount
    // The asymptotic 0.001 quantile of the two-sample statistic: sqrt(-ln(0.0005) / 2).
    let isSure = distance * (n * m / (n + m)).squareRoot() > 1.949
    return driftFinding(part: part, distance: distance, isSure: isSure, of: "target values")
  }

  private func driftFinding(
    part: Part, distance: Double, isSure: Bool, of what: String
  ) -> Finding {
    guard distance > limit(.labelDrift), isSure else {
      return .passed("\(what) of \(part) are those of train", value: distance)
    }
    return Finding(
      verdict: .warning,
      message: "\(what) of \(part) differ from train's: distance \(NumberFormat.number(distance))",
      value: distance,
      causes: isSplitInOrder
        ? ["rows in the order of the target, split in order"]
        : ["a split by time or by file", "a file sorted by target, split in order"],
      remedy: "use data.split with by: stratified, unless the drift is expected in use",
      edits: isSplitInOrder
        ? [SpecEdit(.splitMethod, task.isClassification ? "stratified" : "random")] : nil)
  }

  /// Whether the parts of one file were cut in an order in which the target is sorted.
  private var isSplitInOrder: Bool {
    guard dataset.table.sources.count == 1 else { return false }
    switch splitMethod {
    case .time, .column: break
    default: return false
    }
    // Train, dev and test follow each other; within train rows are as they stand in the file.
    let order = parts.flatMap(\.rows.rowIDs)
    let values: [Double]
    switch train.targets {
    case .classes:
      values = parts.flatMap { part -> [Double] in
        guard case .classes(let classes, _) = part.rows.targets else { return [] }
        return classes.map(Double.init)
      }
    case .values:
      values = parts.flatMap { part -> [Double] in
        guard case .values(let values) = part.rows.targets else { return [] }
        return values
      }
    }
    guard values.count == order.count, values.count >= 20 else { return false }
    let median = values.sorted()[values.count / 2]
    let kinds = task.isClassification ? values.map { Int($0) } : values.map { $0 < median ? 0 : 1 }
    return runsScore(of: kinds).map { $0 < -6 } ?? false
  }

  private func rowsOfClass(_ index: Int) -> Int {
    parts.reduce(0) { sum, part in
      guard case .classes(let classes, _) = part.rows.targets else { return sum }
      return sum + classes.count { $0 == index }
    }
  }
}

/// The 0.999 quantile of the chi-squared distribution.
///
/// **Source** Wilson and Hilferty 1931, with z(0.999) = 3.0902.
private func chiSquaredLimit(freedom k: Double) -> Double {
  let c = 2 / (9 * k)
  return k * pow(1 - c + 3.0902 * c.squareRoot(), 3)
}

extension TrainingSet {
  /// The number of rows of each class; of weighted rows, the class's share of the weight times the
  /// effective number of rows (Rao and Scott 1984).
  fileprivate var effectiveClassCounts: [Double] {
    let totals = classTotals
    guard let weights else { return totals }
    let scale = weights.effectiveCount / weights.reduce(0, +)
    return totals.map { $0 * scale }
  }
}

/// Numbers with the weights of their rows.
struct WeightedValues {
  let values: [Double]
  /// nil for equal weights.
  let weights: [Double]?

  init(_ values: [Double], _ weights: [Double]?) {
    self.values = values
    self.weights = weights
  }

  var effectiveCount: Double { weights?.effectiveCount ?? Double(values.count) }

  /// In rising order, with the weight up to and with each; without weights, its rank.
  fileprivate var cumulated: (values: [Double], weights: [Double]) {
    guard let weights else {
      return (values.sorted(), (1...max(1, values.count)).map { Double($0) })
    }
    let order = values.indices.sorted { values[$0] < values[$1] }
    var reached = 0.0
    return (
      order.map { values[$0] },
      order.map {
        reached += weights[$0]
        return reached
      }
    )
  }
}

/// The largest distance between two empirical distribution functions.
func kolmogorovSmirnovDistance(_ a: WeightedValues, _ b: WeightedValues) -> Double {
  let ((a, aWeights), (b, bWeights)) = (a.cumulated, b.cumulated)
  guard let aTotal = aWeights.last, let bTotal = bWeights.last else { return 0 }
  var (i, j, largest) = (0, 0, 0.0)
  while i < a.count, j < b.count {
    let value = min(a[i], b[j])
    while i < a.count, a[i] == value { i += 1 }
    while j < b.count, b[j] == value { j += 1 }
    let (below, otherBelow) = (i > 0 ? aWeights[i - 1] : 0, j > 0 ? bWeights[j - 1] : 0)
    largest = max(largest, abs(below / aTotal - otherBelow / bTotal))
  }
  return largest
}
