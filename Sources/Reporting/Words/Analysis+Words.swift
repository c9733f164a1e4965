import Evaluation
import Runs
import Schema
import Text

extension AnalysisRecord {
  /// The key examples that are predicted wrong.
  var wrongExamples: [KeyExampleRecord] { (keyExamples ?? []).filter { !$0.isRight } }

  /// The slices that are worse than the rest in a metric, after correction for all slices.
  func worseSlices(in metric: String) -> [SliceTable.Slice] {
    (slices ?? []).flatMap(\.slices).filter { slice in
      slice.metrics.contains { $0.metric == metric && $0.verdict == .worse }
    }
  }

  /// The disparities whose ratio is below four fifths, with their divisions.
  var unevenGroups: [(title: String, disparity: GroupDisparity)] {
    (protected ?? []).flatMap { record in
      record.comparison.disparities.filter(\.isUneven).map { (record.title, $0) }
    }
  }
}

extension GroupDisparity {
  /// Below this ratio selection rates are taken as a sign of unequal treatment.
  ///
  /// **Source** the "four-fifths rule" of the Uniform Guidelines on Employee Selection Procedures, 1978:
  /// an alarm, not a proof.
  private static let leastRatio = 0.8

  private var isBelowLeast: Bool { ratio.value.map { $0 < Self.leastRatio } ?? false }

  /// A ratio below four fifths of groups that are shown to differ.
  var isUneven: Bool { isBelowLeast && isShown }

  /// "p = .02, below 0.8", and why that is no alarm where chance may have done it.
  var claim: String {
    let p = correctedP.map(NumberFormat.probability)
    if isUneven { return [p, "below 0.8"].compactMap(\.self).joined(separator: ", ") }
    if isShown { return p ?? "" }
    return ["no difference shown", p].compactMap(\.self).joined(separator: ", ")
  }
}

extension GroupDisparity.Criterion {
  var title: String {
    switch self {
    case .demographicParity: "selection rate"
    case .equalOpportunity: "recall"
    case .equalizedOdds: "recall and false alarms"
    }
  }
}

extension SliceTable.Verdict {
  var tone: Tone {
    switch self {
    case .better: .good
    case .worse: .bad
    case .inconclusive: .plain
    }
  }

  var symbol: String {
    switch self {
    case .better: "▲"
    case .worse: "▼"
    case .inconclusive: ""
    }
  }

  /// How the slice compares with the other rows.
  var claim: String {
    switch self {
    case .better: "better than the rest"
    case .worse: "worse than the rest"
    case .inconclusive: "no difference shown"
    }
  }
}

extension KeyExampleRecord {
  /// row 20417 (reason "appeal of 2023"): predicted <=50K, must be >50K
  var sentence: String {
    let note = reason.map { " (reason \"\($0)\")" } ?? ""
    return "row \(row)\(note): predicted \(prediction), must be \(expected)"
  }
}
