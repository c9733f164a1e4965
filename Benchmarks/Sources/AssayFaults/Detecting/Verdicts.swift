import Datasets
import Findings
import Learning
import Sanity

/// All that Assay said of a pipeline, and when.
///
/// The one place that knows how the gate, the checks while and after training and the named causes
/// are asked for.
struct Verdicts: Sendable {
  /// What a check that failed itself is written down as.
  static let brokenCode = "broken"
  /// The same of changes that do better where nothing stopped.
  static let diagnosisCode = "diagnosis"

  static func kind(ofDiagnosis cause: String) -> String { "\(diagnosisCode): \(cause)" }

  /// Why the pipeline could not even be read.
  var refusal: String?
  var findings: [DatedFinding] = []
  var gateSeconds = 0.0
  /// Of the training, if there was one.
  var runSeconds = 0.0
  var isStoppedByGate = false
  /// What checks and diagnosis said, as they gave it.
  private var results: [CheckResult] = []
  private var diagnosis: Diagnosis?
  /// Whether a diagnosis was tried and said that it does not know.
  var isAbstaining = false

  /// A check that warned or stopped, with the share of the run that was over.
  struct DatedFinding: Sendable, Hashable {
    let code: String
    let isStop: Bool
    let share: Double
    let message: String
    let causes: [String]

    /// What makes it another one than a finding on the sound base: the check, and what a diagnosis
    /// names.
    var kind: String {
      code == Verdicts.diagnosisCode ? Verdicts.kind(ofDiagnosis: message) : code
    }
  }

  init(_ pipeline: Pipeline, trainsOn: Bool = true) {
    let ready: ReadyPipeline
    do { ready = try ReadyPipeline(pipeline) } catch {
      refusal = String(describing: error)
      return
    }
    watch(WatchedPipeline(ready), trainsOn: trainsOn)
  }

  init(_ pipeline: WatchedPipeline) { watch(pipeline, trainsOn: true) }

  private mutating func watch(_ ready: WatchedPipeline, trainsOn: Bool) {
    var report: GateReport?
    do {
      let gate = try Gate.run(ready.gate)
      report = gate
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
    if trainsOn, !isStoppedByGate { train(ready, after: report) }
  }

  private mutating func read(_ diagnosis: Diagnosis) {
    self.diagnosis = diagnosis
    isAbstaining = diagnosis.verdict == .unknown
    guard diagnosis.verdict == .improvable else { return }
    // Nothing stopped, and what does better is reported.
    findings.append(
      DatedFinding(
        code: Self.diagnosisCode, isStop: false, share: 0, message: diagnosis.cause, causes: []))
  }

  private mutating func train(_ ready: WatchedPipeline, after gate: GateReport?) {
    do {
      let start = ContinuousClock.now
      let monitor = RunMonitor(
        train: ready.train, plan: ready.plan, settings: ready.settings)
      let outcome = try ready.recipe.fitted(
        to: ready.train, dev: ready.dev.rowCount > 0 ? ready.dev : nil,
        plan: ready.plan, context: TrainingContext(monitor: monitor))
      runSeconds = (ContinuousClock.now - start).inSeconds
      // A divergence or a monitor ends the run where it happens; the other checks come when it is
      // over.
      let brokenAt: Int? =
        switch outcome.ending {
        case .diverged(let step, _, _), .stopped(_, let step, _): step
        default: nil
        }
      let end = brokenAt.map {
        min(1, Double($0) / Double(max(1, ready.plannedStepCount)))
      }
      let isBroken = brokenAt != nil
      let dev = isBroken ? nil : ready.predictions(outcome.model, ready.dev)
      let test = isBroken ? nil : ready.predictions(outcome.model, ready.test)
      let after = try Gate.runAfterTraining(
        AfterContext(
          outcome: outcome, train: ready.train, dev: ready.dev.rowCount > 0 ? ready.dev : nil,
          predictions: test ?? dev, devPredictions: test == nil ? nil : dev,
          trainTruth: ready.trainTruth, recipe: ready.recipe, plan: ready.plan,
          history: monitor.history, gate: gate, inputNames: ready.inputNames,
          settings: ready.settings))
      add(after, share: end ?? 1)
    } catch {
      findings.append(
        DatedFinding(
          code: "core", isStop: true, share: 0, message: String(describing: error), causes: []))
    }
  }

  private mutating func add(_ results: [CheckResult], share: Double) {
    self.results += results
    for result in results where [.stop, .warning].contains(result.verdict) {
      findings.append(
        DatedFinding(
          code: result.code.rawValue, isStop: result.verdict == .stop, share: share,
          message: result.message, causes: result.causes))
    }
  }

  /// A cause as it was named, with the check or the diagnosis that named it.
  struct NamedCause: Sendable, Hashable {
    let code: String
    let text: String
    /// Overrides that are said to fix it; none where no edit was tried.
    var edits: [String] = []
  }

  /// Causes in the order Assay names them, without those that a sound pipeline has as well.
  func causes(beyond usual: Set<String> = []) -> [NamedCause] {
    let news = results.filter { $0.verdict == .stop || !usual.contains($0.code.rawValue) }
    let isUsual =
      diagnosis.map {
        $0.verdict == .improvable && usual.contains(Self.kind(ofDiagnosis: $0.cause))
      } ?? false
    let reported = isUsual ? nil : diagnosis
    let known = Set(results.map(\.code.rawValue) + [Self.diagnosisCode])
    return CauseRanking.causes(of: news, diagnosis: reported).map {
      NamedCause(code: Self.code($0.source), text: Self.text($0), edits: $0.edits.map(\.override))
    }
      + findings.filter { !known.contains($0.code) }.map {
        NamedCause(code: $0.code, text: $0.message)
      }
  }

  private static func code(_ source: Findings.NamedCause.Source) -> String {
    switch source {
    case .check(let code): code.rawValue
    case .diagnosis: diagnosisCode
    }
  }

  private static func text(_ cause: Findings.NamedCause) -> String {
    cause.edits.isEmpty
      ? cause.text : "\(cause.text): \(cause.edits.map(\.override).joined(separator: " "))"
  }

  /// Kinds of warnings.
  var warnedKinds: Set<String> { Set(findings.filter { !$0.isStop }.map(\.kind)) }

  /// One line for each finding, without times: the same twice, whatever the threads.
  var lines: [String] {
    if let refusal { return ["refused: \(refusal)"] }
    return findings.map {
      "\($0.isStop ? "stop" : "warning") \($0.code) at \($0.share): \($0.message)"
    } + causes().map { "cause of \($0.code): \($0.text)" }
  }
}
