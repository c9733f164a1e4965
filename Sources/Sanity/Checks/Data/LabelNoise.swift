import Datasets
import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let labelNoise = Threshold(
    "SD21", 0.1, "fraction of the most confident rows that have another label")
}

extension CheckEntry {
  static let labelNoise = CheckEntry(
    code: "SD21", title: "labels that look wrong", stage: .data, evidenceKind: .background,
    worst: .warn,
    summary: "Where a cheap model is most confident of the class, the labels agree with it.",
    formula: "fraction of other labels among the fifth of the rows with the most confident "
      + "predictions of a ridge regression, each predicted by the others with more than 0.5, "
      + "and among the rows whose 5 nearest rows agree (where there are 20 of them); the "
      + "smaller one, above the threshold",
    threshold: .labelNoise,
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
      guard share > context.limit(.labelNoise) else {
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
