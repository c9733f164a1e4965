import Randomness
import Schema

/// How `l1: auto`, or `l2: auto` of a classifier, chooses among many penalties by cross-validation.
struct FoldSelection: Sendable, Hashable {
  /// Which penalty to take.
  enum Choice: String, Sendable, Hashable, CaseIterable {
    case leastError = "min"
    case oneStandardError = "one_standard_error"

    fileprivate var summary: String {
      switch self {
      case .leastError: "the one of least error"
      case .oneStandardError: "the largest whose error is within one standard error of the least"
      }
    }
  }

  /// The fields for `auto` as the value of a penalty, such as `l2`.
  static func fields(choosing penalty: String) -> [Field] {
    let isAutomatic = Condition.oneOf(["auto"], at: .model.appending(penalty))
    return [
      Field(
        "selection", Rule.oneOf(Choice.allCases.map { Rule.Option($0.rawValue, $0.summary) }),
        .value("min"),
        "Rule by which `auto` chooses a penalty, by cross-validation on the training rows.",
        usedWhen: [isAutomatic]),
      Field(
        "folds", Rule.integer(in: 2...1000), .value(5),
        "Number of folds of the cross-validation of `auto`.", usedWhen: [isAutomatic]),
    ]
  }

  let choice: Choice
  let foldCount: Int

  /// From checked settings.
  init(_ settings: Settings) {
    choice = settings.choice("selection")
    foldCount = settings.integer("folds")
  }

  /// Which fold each row belongs to: rows with weight are drawn, class by class, so that folds are
  /// alike; the others are in the first, where they count for nothing.
  ///
  /// **Errors** `tooFewRows` when there are not two rows with weight, of each class where there are
  /// classes
  func folds(
    for rows: LabelledRows<Double>, seed: UInt64
  ) throws(FitError) -> (membership: [Int], count: Int) {
    var generator = CounterBasedGenerator(seed: seed, purpose: .solver)
    var drawn = generator.permutation(of: rows.rowCount)
    drawn.removeAll { rows.weights?[$0] ?? 1 == 0 }
    guard drawn.count >= 2 else { throw .tooFewRows(needed: 2, found: drawn.count) }
    if case .classes(let classes, let classCount) = rows.targets {
      let byClass = (0..<classCount).map { own in drawn.filter { classes[$0] == own } }
      if let scarce = byClass.first(where: { $0.count < 2 }) {
        throw .tooFewRows(needed: 2, found: scarce.count)
      }
      drawn = byClass.flatMap { $0 }
    }
    let count = min(foldCount, drawn.count)
    var membership = [Int](repeating: 0, count: rows.rowCount)
    for (place, position) in drawn.enumerated() { membership[position] = place % count }
    return (membership, count)
  }

  /// The report of the candidate that is taken.
  ///
  /// **Errors** `overflow` where no candidate has a finite error
  ///
  /// - Parameter own: The setting's value of each candidate.
  func selection(
    _ setting: String, own: [Double], among candidates: [ValidatedPenalty], foldCount: Int
  ) throws(FitError) -> PenaltySelection {
    let chosen =
      choice == .leastError
      ? PenaltyChoice.best(candidates) : PenaltyChoice.withinOneStandardError(candidates)
    // A penalty without a finite error is not equal to itself.
    guard let place = candidates.firstIndex(where: { $0 == chosen }) else { throw .overflow }
    return PenaltySelection(
      setting: setting, rule: sentence(foldCount: foldCount), chosen: own[place],
      candidates: zip(own, candidates).map {
        PenaltySelection.Candidate(
          value: $0, error: $1.meanError, standardError: $1.standardError)
      })
  }

  private func sentence(foldCount: Int) -> String {
    switch choice {
    case .leastError: "least error over \(foldCount) folds"
    case .oneStandardError: "largest within one standard error of the least over \(foldCount) folds"
    }
  }
}
