import Datasets
import Findings
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let alignment = Threshold(
    "SD12", 5, "paired standard errors by which another row's target is predicted better")
}

extension CheckEntry {
  static let rowAlignment = CheckEntry(
    code: "SD12", title: "targets shifted against the inputs", stage: .data, worst: .stop,
    summary: "The inputs of a row predict its own target better than those of neighbouring "
      + "rows.",
    formula: "skill r_k of a ridge regression that predicts the target of the file's row i + k, "
      + "k = −3…3; r_k − r_0 more than the threshold in paired standard errors warns; it stops "
      + "if moreover no other lag, nor the row itself, reaches a third of r_k",
    threshold: .alignment,
    source: "own; cases of unaligned labels on Stack Overflow, collected by TheDeepChecker",
    knownFalseAlarms: "a series whose inputs lead the target: neighbouring lags do nearly as "
      + "well there, so it only warns; in a file sorted by target it cannot detect a shift and "
      + "stays silent",
    cost: "six products of at most 2,000 rows and 256 inputs; shares the factorization of SD20",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard context.train.rowCount >= 50 else { return .notApplicable("fewer than 50 train rows") }
      guard let sample = context.signalSample else {
        return .notApplicable("the inputs do not vary")
      }
      let lags = [-3, -2, -1, 0, 1, 2, 3]
      let skills = lags.map { context.skill(of: sample, lag: $0) }
      guard let own = skills[3] else { return .notApplicable("the target does not vary") }
      let evidence = Evidence.curve(
        title: "skill by lag", series: "rows −3 to 3 away", values: skills.map { $0?.share ?? 0 })
      var best: (lag: Int, skill: Skill, score: Double)?
      for (lag, skill) in zip(lags, skills) where lag != 0 {
        guard let skill, skill.share > (best?.skill.share ?? own.share) else { continue }
        best = (lag, skill, skill.lead(over: own))
      }
      guard let best, best.score > context.limit(.alignment),
        best.skill.share > 0.02
      else {
        var finding = Finding.passed(
          "rows predict their own targets best", value: best.map { max(0, $0.score) } ?? 0)
        finding.evidence = [evidence]
        return finding
      }
      let others = zip(lags, skills).filter { $0.0 != best.lag }.map { $0.1?.share ?? 0 }
      let isAlone = (others.max() ?? 0) < best.skill.share / 3
      let count = NumberFormat.count(abs(best.lag), "row")
      return Finding(
        verdict: isAlone ? .stop : .warning,
        message: "inputs predict \(NumberFormat.percent(best.skill.share)) of the target \(count) "
          + "\(best.lag > 0 ? "further down" : "further up") and "
          + "\(NumberFormat.percent(max(0, own.share))) of their own",
        value: best.score,
        evidence: [
          evidence,
          .number(title: "lag", value: Double(best.lag)),
        ],
        causes: [
          "targets shifted by \(count) against the inputs: a header read as a row, or a join by "
            + "position"
        ],
        remedy: "align the source: the target of a row is \(count) "
          + "\(best.lag > 0 ? "below" : "above") it")
    })
}

extension GateContext {
  /// The skill with which the sample's inputs predict the targets `lag` rows further down the file;
  /// rows without such a neighbour keep the mean.
  fileprivate func skill(of sample: SignalSample, lag: Int) -> Skill? {
    let ids = sample.positions.map { train.rowIDs[$0] }
    let known = Set(split.train + split.dev + split.test)
    let sources = dataset.table.sources
    var pairs: [(place: Int, row: Int)] = []
    for (place, id) in ids.enumerated() {
      let other = id + lag
      guard lag == 0 || known.contains(other),
        lag == 0 || sources.contains(where: { $0.rows.contains(id) && $0.rows.contains(other) })
      else { continue }
      pairs.append((place, other))
    }
    guard pairs.count >= 30 else { return nil }
    let values: Targets
    if lag == 0 {
      values = train.targets.rows(at: sample.positions)
    } else if task.isClassification {
      values = .classes(
        dataset.classIndices(of: pairs.map(\.row)), classCount: classNames.count)
    } else {
      values = .values(dataset.targetValues(of: pairs.map(\.row)))
    }
    let part = values.indicators
    let k = part.columnCount
    var targets = Matrix(rowCount: ids.count, columnCount: k)
    for j in 0..<k {
      let mean = part.column(j).mean
      for i in 0..<ids.count { targets.storage[i * k + j] = mean }
    }
    for (position, pair) in pairs.enumerated() {
      for j in 0..<k { targets.storage[pair.place * k + j] = part.storage[position * k + j] }
    }
    return Skill(predictions: sample.ridge.leaveOneOut(targets), targets: targets)
  }

  private var split: Split { dataset.split }
}

extension Skill {
  /// By how many standard errors of the paired differences this skill is larger.
  fileprivate func lead(over other: Skill) -> Double {
    let gains = zip(other.rowErrors, rowErrors).map { $0 - $1 }
    let error = gains.standardError
    return error > 0 ? gains.mean / error : 0
  }
}
