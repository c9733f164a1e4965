import Learning
import Sanity

/// All that Assay said of a pipeline, and when.
///
/// The one place that knows how the gate, the checks while and after training and the named causes
/// are asked for.
struct Verdicts: Sendable {
  /// What a check that failed itself is written down as.
  static let brokenCode = "broken"

  /// Why the pipeline could not even be read.
  var refusal: String?
  var findings: [DatedFinding] = []
  var gateSeconds = 0.0
  /// Of the training, if there was one.
  var runSeconds = 0.0
  var isStoppedByGate = false
  /// Causes that were found by changing the pipeline, the smallest edit first.
  var diagnosed: [NamedCause] = []
  /// Whether a diagnosis was tried and said that it does not know.
  var isAbstaining = false

  /// A check that warned or stopped, with the share of the run that was over.
  struct DatedFinding: Sendable, Hashable {
    let code: String
    let isStop: Bool
    let share: Double
    let message: String
    let causes: [String]
  }

  init(_ pipeline: Pipeline, trainsOn: Bool = true) {
    let ready: ReadyPipeline
    do { ready = try ReadyPipeline(pipeline) } catch {
      refusal = String(describing: error)
      return
    }
    do {
      let gate = try Gate.run(ready.gateContext())
      gateSeconds = gate.elapsedSeconds
      isStoppedByGate = gate.isStopped
      add(gate.checks, share: 0)
      if let diagnosis = gate.diagnosis { read(diagnosis) }
    } catch {
      findings.append(
        DatedFinding(
          code: Self.brokenCode, isStop: true, share: 0, message: String(describing: error),
          causes: []))
      isStoppedByGate = true
    }
    if trainsOn, !isStoppedByGate { train(ready) }
  }

  private mutating func read(_ diagnosis: Diagnosis) {
    switch diagnosis.verdict {
    case .unknown: isAbstaining = true
    case .faultyUpdate: diagnosed = [NamedCause(code: "diagnosis", text: diagnosis.cause)]
    case .repairable:
      diagnosed = ([diagnosis.repair].compactMap(\.self) + diagnosis.alternatives).map { repair in
        NamedCause(
          code: "diagnosis",
          text: "\(repair.cause): " + repair.edits.map(\.override).joined(separator: " "),
          edits: repair.edits.map(\.override))
      }
    }
  }

  private mutating func train(_ ready: ReadyPipeline) {
    do {
      let start = ContinuousClock.now
      let outcome = try ready.recipe.fitted(
        to: ready.rows.train, dev: ready.rows.dev.rowCount > 0 ? ready.rows.dev : nil,
        plan: ready.plan, context: TrainingContext())
      runSeconds = (ContinuousClock.now - start).inSeconds
      // A divergence ends the run where it happens; the other checks come when it is over.
      var (isDiverged, end) = (false, 1.0)
      if case .diverged(let step, _, _) = outcome.ending {
        isDiverged = true
        end = min(1, Double(step) / Double(max(1, ready.plannedStepCount)))
      }
      let after = try Gate.runAfterTraining(
        AfterContext(
          outcome: outcome, train: ready.rows.train,
          predictions: isDiverged ? nil : ready.predictions(of: outcome.model),
          trainTruth: ready.trainTruth, settings: ready.settings))
      add(after, share: end)
    } catch {
      findings.append(
        DatedFinding(
          code: "core", isStop: true, share: 0, message: String(describing: error), causes: []))
    }
  }

  private mutating func add(_ results: [CheckResult], share: Double) {
    for result in results where [.stop, .warning].contains(result.verdict) {
      findings.append(
        DatedFinding(
          code: result.code, isStop: result.verdict == .stop, share: share,
          message: result.message, causes: result.causes))
    }
  }

  /// A cause as it was named, with the check or the diagnosis that named it.
  struct NamedCause: Sendable, Hashable {
    let code: String
    let text: String
    /// Overrides that are said to mend it; none where no edit was tried.
    var edits: [String] = []
  }

  /// Causes in the order they were named, without those that a sound pipeline has as well.
  ///
  /// What the diagnosis found by trying comes first; then what stops before what warns. Each
  /// check's own order is kept, and a check that names no cause is one itself.
  func causes(beyond usual: Set<String> = []) -> [NamedCause] {
    let news = findings.filter { $0.isStop || !usual.contains($0.code) }
    return diagnosed
      + (news.filter(\.isStop) + news.filter { !$0.isStop }).flatMap { finding in
        let texts = finding.causes.isEmpty ? [finding.message] : finding.causes
        return texts.map { NamedCause(code: finding.code, text: $0) }
      }
  }

  /// Checks that warned.
  var warnedCodes: Set<String> { Set(findings.filter { !$0.isStop }.map(\.code)) }

  /// One line for each finding, without times: the same twice, whatever the threads.
  var lines: [String] {
    if let refusal { return ["refused: \(refusal)"] }
    return findings.map {
      "\($0.isStop ? "stop" : "warning") \($0.code) at \($0.share): \($0.message)"
    } + causes().map { "cause of \($0.code): \($0.text)" }
  }
}
