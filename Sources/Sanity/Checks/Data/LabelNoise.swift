import Datasets
import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let labelNoise = Threshold(
    "SD21", 0.1, "fraction of the most confident rows that have another label")
  fileprivate static let flippedRatio = Threshold.fixed(
    "SD21", 4, "likelihood ratio of flipped labels over overlapping classes")
}

extension CheckEntry {
  static let labelNoise = CheckEntry(
    code: "SD21", title: "labels that look wrong", stage: .data, evidenceKind: .background,
    worst: .warn,
    summary: "Where a cheap model is most confident of the class, the labels agree with it.",
    formula: "fraction of other labels among the fifth of the rows with the most confident "
      + "predictions of a ridge regression, each predicted by the others with more than 0.5, "
      + "and among the rows whose 5 nearest rows agree (where there are 20 of them); the "
      + "smaller one, above the threshold; with two classes only if P(1 | s) = ε + (1 − 2 ε) / "
      + "(1 + exp(−a − b s)) of the ridge's score s fits better with some ε above 0 than with 0, by "
      + "a likelihood ratio 2 Δ log L above 4 (χ² with one degree of freedom, one-sided: 2.3 %)",
    threshold: .labelNoise,
    fixedLimits: [.flippedRatio],
    source: "after confident learning, Northcutt, Jiang and Chuang 2021: overlapping classes have "
      + "sure rows, flipped labels are everywhere",
    knownFalseAlarms: "classes that no input separates well: it never stops a run",
    cost: "shares the cheap models of SD20",
    body: .before { context in
      guard case .classes(let classes, let classCount) = context.train.targets else {
        return .notApplicable("the target is a number")
      }
      guard context.train.rowCount >= 100 else {
        return .notApplicable("fewer than 100 train rows")
      }
      guard context.isTrainFinite, let sample = context.signalSample,
        let signal = context.signal
      else { return .notApplicable("the inputs or the target do not vary") }
      guard max(signal.ridge.score, signal.nearest.score) > 6 else {
        return .notApplicable("no cheap model knows the classes")
      }
      let labels = sample.positions.map { classes[$0] }
      let ridge = Guesses(sample.ridge.leaveOneOut(sample.targets))
      let sure = ridge.surest(max(20, labels.count / 5))
      let near = Guesses(sample.nearest.leaveOneOut(sample.targets.rows(at: sample.nearestSample)))
      let unanimous = near.classes.indices.filter { near.leads[$0] > 0.999 }
        .map { (row: sample.nearestSample[$0], guess: near.classes[$0]) }
      guard sure.count >= 20 else { return .notApplicable("no row has a confident class") }
      func wrong(_ rows: [(row: Int, guess: Int)]) -> [(row: Int, guess: Int)] {
        rows.filter { labels[$0.row] != $0.guess }
      }
      let ofRidge = wrong(sure)
      let ofNearest = wrong(unanimous)
      guard classCount == 2 || unanimous.count >= 20 else {
        return .notApplicable("no row has a confident class")
      }
      var shares = [Double(ofRidge.count) / Double(sure.count)]
      if unanimous.count >= 20 { shares.append(Double(ofNearest.count) / Double(unanimous.count)) }
      let share = shares.min() ?? 0
      let scores = sample.ridge.leaveOneOut(sample.targets)
      let isFlipped =
        classCount > 2
        || FlippedLabels(
          scores: (0..<labels.count).map { scores[$0, scores.columnCount - 1] }, labels: labels
        ).ratio > Threshold.flippedRatio.value
      let rows = (ofNearest + ofRidge).prefix(20).map { row, guess in
        let id = context.train.rowIDs[sample.positions[row]]
        return "\(context.rowName(id)) \"\(context.className(labels[row]))\", looks like "
          + "\"\(context.className(guess))\""
      }
      let evidence = [
        Evidence.text(title: "rows", text: rows.joined(separator: "; ")),
        .scores(
          title: "shares",
          scores: zip(["by ridge", "by five nearest rows"], shares).map(Evidence.Score.init)),
      ]
      guard share > context.limit(.labelNoise), isFlipped else {
        var finding = Finding.passed(
          "\(NumberFormat.percent(share)) of the most confident rows have another label",
          value: share)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning,
        message:
          "\(NumberFormat.percent(share)) of the rows with the most confident class have another label",
        value: share, evidence: evidence,
        causes: [
          "labels that were flipped or mistaken", "classes that the inputs cannot separate",
        ],
        remedy:
          "inspect the rows by hand; an accuracy of about \(NumberFormat.percent(1 - share)) may be the "
          + "highest possible")
    })
}

/// Whether labels of two classes are other than the scores say even where these are clearest.
///
/// Of overlapping classes the log odds of the labels go on growing with the score; flipped labels hold
/// them back everywhere. **Formula** P(1 | s) = ε + (1 − 2 ε) / (1 + exp(−a − b s)), by maximum
/// likelihood over a and b for each ε of a grid.
struct FlippedLabels {
  /// Twice the gain in log-likelihood of the best ε over ε = 0: about χ² with one degree of freedom
  /// where no labels are flipped.
  let ratio: Double

  private static let fractions = [0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4]

  /// - Parameter labels: 0 or 1
  init(scores: [Double], labels: [Int]) {
    let deviation = scores.variance.squareRoot()
    guard deviation > 0 else {
      ratio = 0
      return
    }
    let mean = scores.mean
    let scaled = scores.map { ($0 - mean) / deviation }
    // A start that is near for clean labels, then each from the one before it.
    var point = (a: 0.0, b: 1.0)
    let clean = Self.fit(scaled, labels, fraction: 0, from: &point)
    let best = Self.fractions.map { Self.fit(scaled, labels, fraction: $0, from: &point) }.max()
    ratio = 2 * max(0, (best ?? clean) - clean)
  }

  /// The greatest log-likelihood for a fraction of flipped labels, by steps of Fisher scoring.
  private static func fit(
    _ scores: [Double], _ labels: [Int], fraction: Double, from point: inout (a: Double, b: Double)
  ) -> Double {
    var (a, b) = point
    var best = -Double.infinity
    var step = 1.0
    var direction = (a: 0.0, b: 0.0)
    for _ in 0..<60 {
      let trial = (a: a + step * direction.a, b: b + step * direction.b)
      var value = 0.0
      var gradient = (a: 0.0, b: 0.0)
      var information = (aa: 1e-9, ab: 0.0, bb: 1e-9)
      for (s, label) in zip(scores, labels) {
        let q = 1 / (1 + exp(-trial.a - trial.b * s))
        let p = min(max(fraction + (1 - 2 * fraction) * q, 1e-12), 1 - 1e-12)
        value += log(label == 1 ? p : 1 - p)
        let derivative = (1 - 2 * fraction) * q * (1 - q)
        let residual = (Double(label) - p) / (p * (1 - p)) * derivative
        gradient.a += residual
        gradient.b += residual * s
        let weight = derivative * derivative / (p * (1 - p))
        information.aa += weight
        information.ab += weight * s
        information.bb += weight * s * s
      }
      guard value > best else {
        step /= 2
        if step < 1e-3 { break }
        continue
      }
      let gain = value - best
      (best, a, b, step) = (value, trial.a, trial.b, 1)
      if gain < 1e-6 { break }
      let determinant = information.aa * information.bb - information.ab * information.ab
      guard determinant > 0 else { break }
      direction = (
        (information.bb * gradient.a - information.ab * gradient.b) / determinant,
        (information.aa * gradient.b - information.ab * gradient.a) / determinant
      )
    }
    point = (a, b)
    return best
  }
}

/// The class each row's scores say, and by how much.
struct Guesses {
  let classes: [Int]
  /// The lead of the best score over the next one.
  let leads: [Double]
  /// Whether the best score is above a half.
  let isMajority: [Bool]

  /// One column of scores stands for two classes.
  init(_ scores: Matrix) {
    let k = scores.columnCount
    var classes: [Int] = []
    var leads: [Double] = []
    var isMajority: [Bool] = []
    for i in 0..<scores.rowCount {
      if k == 1 {
        let score = scores.storage[i]
        classes.append(score > 0.5 ? 1 : 0)
        leads.append(abs(2 * score - 1))
        isMajority.append(true)
        continue
      }
      let row = scores.row(i)
      let best = row.indices.max { row[$0] < row[$1] } ?? 0
      let next = row.indices.filter { $0 != best }.map { row[$0] }.max() ?? 0
      classes.append(best)
      leads.append(row[best] - next)
      isMajority.append(row[best] > 0.5)
    }
    self.classes = classes
    self.leads = leads
    self.isMajority = isMajority
  }

  func surest(_ count: Int) -> [(row: Int, guess: Int)] {
    classes.indices.filter { isMajority[$0] }.sorted { (leads[$0], $1) > (leads[$1], $0) }
      .prefix(count)
      .map { ($0, classes[$0]) }
  }
}
