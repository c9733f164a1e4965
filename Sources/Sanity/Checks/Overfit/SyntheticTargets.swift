import Findings
import Learning
import LinearAlgebra
import Randomness
import Schema

extension CheckEntry {
  static let syntheticTargets = CheckEntry(
    code: "SO10", title: "same rows with learnable targets", stage: .overfit,
    worst: .note,
    summary: "When SO01 fails: whether the targets are the cause, or the model and its "
      + "training.",
    formula: "SO01 repeated with targets of a random linear function of the same inputs, with "
      + "the same number of rows per class",
    source: "own; the reference rows of a differential diagnosis",
    knownFalseAlarms: "it only says where to look",
    cost: "none where SO01 passes, otherwise at most that of SO01",
    body: .before { context in
      guard context.isTrainFinite, let trial = try? context.trial(), case .fails = trial.verdict
      else { return .notApplicable("SO01 did not stop") }
      guard let subset = context.subset.withTargets(.linear, seed: context.seed) else {
        return .notApplicable("the inputs do not vary")
      }
      guard let other = try? SubsetTrial.run(context, subset: subset) else {
        return .notApplicable("the subset cannot be trained on")
      }
      let isLearned = if case .fails = other.verdict { false } else { true }
      return Finding(
        verdict: .note,
        message: isLearned
          ? "targets of a linear function are learned on the same rows: look at the targets"
          : "not even targets of a linear function are learned on these rows: look at the inputs, "
            + "the model and its training",
        value: other.attempt.endLoss,
        evidence: [
          other.attempt.losses(run: "with targets of a linear function")
        ],
        causes: isLearned ? ["targets that contradict each other or the inputs"] : [],
        remedy: isLearned ? "look at SD07, SD12 and SD20" : "look at SD04, SI05 to SI09 and SI18")
    })
}

extension OverfitSubset {
  enum MadeTargets { case linear, shuffled }

  /// The same rows with other targets; nil where no input varies.
  func withTargets(_ made: MadeTargets, seed: UInt64) -> OverfitSubset? {
    let n = rows.rowCount
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic, epoch: 2)
    let order: [Int]
    switch made {
    case .shuffled: order = generator.permutation(of: n)
    case .linear:
      guard let scaled = rows.inputs.matrix(as: Double.self).standardizedColumns else { return nil }
      let scores = scaled.times((0..<scaled.columnCount).map { _ in generator.normal() })
      let byScore = zip(scores, 0..<n).sorted(by: <).map(\.1)
      var ranks = [Int](repeating: 0, count: n)
      for (rank, i) in byScore.enumerated() { ranks[i] = rank }
      // Rank r takes the r-th smallest of the true targets: the same classes or spread.
      let sorted = (0..<n).map { (rows.targets.number(at: $0), $0) }.sorted(by: <).map(\.1)
      order = ranks.map { sorted[$0] }
    }
    return OverfitSubset(
      rows: TrainingSet(
        inputs: rows.inputs, targets: rows.targets.rows(at: order), rowIDs: rows.rowIDs))
  }
}
