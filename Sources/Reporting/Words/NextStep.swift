import Evaluation
import Findings
import Runs
import Schema
import Text

/// Something worth doing after a run, and the fact in the record behind it.
struct NextStep: Hashable {
  let title: String
  let reason: String

  /// The next steps that the record suggests, most urgent first, at most four.
  static func steps(after record: RunRecord) -> [NextStep] {
    let steps: [NextStep]
    switch record.ending {
    case .stoppedByGate: steps = afterStop(record)
    case .diverged: steps = afterDivergence(record)
    case .interrupted, .failed: steps = afterBreak(record)
    case .finished, .goalMissed, .checkFailed:
      steps =
        aboutFailedChecks(record) + aboutDiagnosis(record) + aboutGoals(record)
        + aboutBaselines(record) + aboutTraining(record)
        + aboutData(record) + aboutPrecision(record)
    }
    return Array(steps.prefix(4))
  }

  private static func aboutFailedChecks(_ record: RunRecord) -> [NextStep] {
    let stops = record.gate?.checks.filter { $0.verdict == .stop } ?? []
    return stops.prefix(2).map { stop in
      NextStep(
        title: stop.remedy.map(Verdict.asSentence)
          ?? "Read what the check does: assay explain \(stop.code).",
        reason: "\(stop.code): \(stop.message)")
    }
  }

  private static func afterStop(_ record: RunRecord) -> [NextStep] {
    guard let gate = record.gate else { return [] }
    let stops = gate.stops
    if let repair = gate.diagnosis?.repair, !gate.explainedStops.isEmpty {
      let changes = repair.changes.map { "\($0.path) to \($0.new)" }.joined(separator: " and ")
      return [
        NextStep(title: "Set \(changes).", reason: repair.cause)
      ] + gate.otherStops.prefix(2).map(remedy(of:)) + [
        NextStep(
          title: "Write the repaired spec: assay check "
            + record.arguments.joined(separator: " ") + " --fix",
          reason: "it changes nothing else, and the gate runs again")
      ]
    }
    let causes = CauseRanking.texts(of: record.gate?.checks ?? []).prefix(4)
    let ruling = NextStep(
      title: "Check the likely causes, likeliest first.",
      reason: causes.joined(separator: "; "))
    return stops.enumerated().flatMap { index, check -> [NextStep] in
      index == 0 && !causes.isEmpty ? [remedy(of: check), ruling] : [remedy(of: check)]
    } + [
      NextStep(
        title: "Read what the check does: assay explain \(stops.first?.code.rawValue ?? "CODE")",
        reason: "with its formula, threshold and known false alarms")
    ]
  }

  private static func remedy(of check: CheckResult) -> NextStep {
    NextStep(
      title: check.remedy.map(Verdict.asSentence)
        ?? "Fix what \(check.code) found before training.",
      reason: "\(check.code): \(check.message)")
  }

  private static func afterDivergence(_ record: RunRecord) -> [NextStep] {
    var steps: [NextStep] = []
    if let rate = record.setting(.learningRate) {
      steps.append(
        NextStep(
          title: "Lower the learning rate by a factor of ten.",
          reason: "it is \(rate), and the loss became infinite or NaN"))
    }
    if record.data?.task == .regression {
      steps.append(
        NextStep(
          title: "Scale the target.",
          reason: "squared errors of a large target make large steps"))
    }
    steps.append(
      NextStep(
        title: "Clip the gradient norm with training.clip_norm.",
        reason: "a single batch then cannot ruin the parameters"))
    return steps
  }

  private static func afterBreak(_ record: RunRecord) -> [NextStep] {
    [
      NextStep(
        title: "Run it again: \(record.commandLine)",
        reason: "the same seed gives the same run")
    ]
  }

  /// The change that the gate found better on held-out rows.
  private static func aboutDiagnosis(_ record: RunRecord) -> [NextStep] {
    guard let diagnosis = record.gate?.diagnosis, diagnosis.verdict == .improvable,
      let repair = diagnosis.repair
    else { return [] }
    let changes = repair.changes.map { "\($0.path) to \($0.new)" }.joined(separator: " and ")
    return [
      NextStep(
        title: "Set \(changes).",
        reason: "\(repair.cause); with the change the loss on held-out train rows is lower")
    ]
  }

  private static func aboutGoals(_ record: RunRecord) -> [NextStep] {
    var steps: [NextStep] = []
    let missed = record.goals.filter { $0.verdict == .missed }
    if let weakest = record.weakestClass, !missed.isEmpty || record.goals.isEmpty {
      steps.append(weakest)
    }
    if let undecided = record.goals.first(where: { $0.verdict == .undecided }) {
      steps.append(
        NextStep(
          title: "Choose another metric or other rows for \(undecided.subject).",
          reason: "it is undefined on these rows"))
    }
    if record.goals.isEmpty {
      steps.append(
        NextStep(
          title: "Set goals in the spec.",
          reason: "without a goal nothing says when the model is good enough"))
    }
    let close = record.goals.filter(\.isClose).map(\.subject)
    if !close.isEmpty {
      steps.append(
        NextStep(
          title: "Judge \(Verdict.list(close)) on more rows.",
          reason: close.count == 1
            ? "its bound lies within the interval, so other rows could give another verdict"
            : "their bounds lie within the intervals, so other rows could give other verdicts"))
    }
    return steps
  }

  private static func aboutBaselines(_ record: RunRecord) -> [NextStep] {
    guard let metric = record.headline?.metric else { return [] }
    var steps: [NextStep] = []
    for baseline in record.comparedBaselines(in: metric.name).reversed() {
      switch baseline.comparison.verdict {
      case .worse:
        steps.append(
          NextStep(
            title: "Use \(baseline.name), or find out why it wins.",
            reason: "it is better in \(metric.title) and simpler"))
      case .inconclusive, .equivalent:
        let detectable = baseline.comparison.smallestDetectable.map {
          "; the smallest difference they can show is about \(NumberFormat.number($0))"
        }
        steps.append(
          NextStep(
            title: "Prefer \(baseline.name) until the gain is significant.",
            reason:
              "the difference in \(metric.title) is \(NumberFormat.difference(baseline.comparison))"
              + ", which is not significant on these rows\(detectable ?? "")"))
      default: continue
      }
      break
    }
    let human = record.baselines.first { $0.kind == .human }
    if let human, let gap = human.comparisons.first(where: { $0.metric == metric.name }),
      gap.verdict == .behind
    {
      steps.append(
        NextStep(
          title: "Look for information that people use and the model does not.",
          reason: "\(human.name) is ahead by "
            + "\(NumberFormat.number(abs(gap.difference))) in \(metric.title)"))
    }
    return steps
  }

  private static func aboutTraining(_ record: RunRecord) -> [NextStep] {
    guard let training = record.training, training.epochs.count >= 3 else { return [] }
    guard let last = training.epochs.last, let devLoss = last.devLoss else { return [] }
    let bestDev = training.epochs.compactMap(\.devLoss).filter(\.isFinite).min() ?? devLoss
    if devLoss.isFinite, bestDev == devLoss,
      training.bestEpoch == nil || training.bestEpoch == last.epoch,
      training.solver == nil
    {
      return [
        NextStep(
          title: "Train for longer.",
          reason: "the dev loss was still falling in the last epoch")
      ]
    }
    if last.trainLoss.isFinite, last.trainLoss < 0.5 * bestDev {
      return [
        NextStep(
          title: "Reduce overfitting: more weight decay, dropout, or more rows.",
          reason: "the last train loss is \(NumberFormat.number(last.trainLoss)) "
            + "and the best dev loss \(NumberFormat.number(bestDev))")
      ]
    }
    return []
  }

  private static func aboutData(_ record: RunRecord) -> [NextStep] {
    (record.gate?.checks ?? []).filter { $0.verdict == .warning }.compactMap { check in
      check.remedy.map {
        NextStep(title: Verdict.asSentence($0), reason: "\(check.code): \(check.message)")
      }
    }
  }

  private static func aboutPrecision(_ record: RunRecord) -> [NextStep] {
    guard let evaluation = record.judgedEvaluation else { return [] }
    if evaluation.part != .test {
      return [
        NextStep(
          title: "Set a test split aside.",
          reason: "the \(evaluation.part.rawValue) rows used here may also have selected the model")
      ]
    }
    guard evaluation.rowCount < 200 else { return [] }
    return [
      NextStep(
        title: "Gather more test rows.",
        reason: "\(NumberFormat.count(evaluation.rowCount, "row")) make every interval wide")
    ]
  }
}

extension RunRecord {
  /// The command line that repeats the run.
  var commandLine: String { Quoting.commandLine(["assay", "run"] + arguments) }

  /// The class with the lowest recall, and the class its rows are most often predicted as.
  fileprivate var weakestClass: NextStep? {
    guard let analysis else { return nil }
    let named = analysis.classes.enumerated().filter { $1.rowCount > 0 && $1.recall.value != nil }
    guard named.count > 1,
      let (index, weakest) = named.min(by: { ($0.1.recall.value ?? 1) < ($1.1.recall.value ?? 1) }),
      let recall = weakest.recall.value, recall < 0.995
    else { return nil }
    let row = analysis.confusion.indices.contains(index) ? analysis.confusion[index] : []
    let wrong = row.enumerated().filter { $0.offset != index }.max { $0.element < $1.element }
    let name =
      analysis.classes.indices.contains(wrong?.offset ?? -1)
      ? analysis.classes[wrong?.offset ?? 0].name : nil
    let mistaken = name.map {
      ", most often predicted as \"\($0)\" (\(NumberFormat.count(wrong?.element ?? 0, "time")))"
    }
    return NextStep(
      title: "Work on \"\(weakest.name)\" first.",
      reason: "only \(NumberFormat.percent(recall)) of its "
        + "\(NumberFormat.count(weakest.rowCount, "row")) are classified correctly\(mistaken ?? "")"
    )
  }
}
