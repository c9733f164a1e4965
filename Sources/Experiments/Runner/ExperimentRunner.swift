import Datasets
import Evaluation
public import Findings
import Foundation
import Learning
import Reporting
public import Runs
import Sanity
import Schema

/// Takes a plan through the straight line from data to record.
public struct ExperimentRunner: Sendable {
  let store: RunStore
  /// As typed: the spec's path and the overrides.
  let arguments: [String]
  /// What was asked already; nil asks when the run needs it.
  let environment: EnvironmentInquiry?
  let cancellation: Cancellation
  let observe: @Sendable (RunnerEvent) -> Void

  public init(
    store: RunStore, arguments: [String], environment: EnvironmentInquiry? = nil,
    cancellation: Cancellation = Cancellation(),
    observe: @escaping @Sendable (RunnerEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.arguments = arguments
    self.environment = environment
    self.cancellation = cancellation
    self.observe = observe
  }

  /// Data, gate, baselines, training, evaluation, verdict, record, report.
  ///
  /// **Errors** `DiagnosticsError` and `DatasetError` for a spec or data that cannot be used, and
  /// then nothing is recorded; `RunInterrupted` after a request to stop; I/O errors.
  public func run(_ plan: ExperimentPlan) throws -> RunResult {
    try run(plan, as: RunOrigin(plan, arguments: arguments))
  }

  /// A new run whose record says that it comes from `origin`.
  func run(_ plan: ExperimentPlan, as origin: RunOrigin) throws -> RunResult {
    let clock = RunClock()
    let data = try read(plan)
    let rivals = try BaselineRuns(plan, store, meanings: origin.baselineRuns)
    try stopIfCancelled(in: nil)
    let directory = try store.create(experiment: plan.name, startedAt: clock.startDate)
    defer { directory.release() }
    let journal = RunJournal(directory, clock: clock)
    var record = RunRecord(
      id: directory.id, experiment: plan.name, question: plan.question, ending: .failed,
      time: clock.time(), arguments: origin.arguments, specification: origin.specification,
      environment: environment?.record() ?? .current())
    record.data = DataRecord(data)
    record.baselineRuns = rivals.meanings
    try directory.writeDocuments(of: record)
    journal.note(.runStarted, arguments.joined(separator: " "))
    for use in data.cacheUses { journal.note(.dataRead, use.sentence) }
    if let scratch = data.scratch { journal.note(.dataRead, scratch.sentence) }
    return try carryOut(
      &record, plan, data, rivals, directory, journal, clock, after: EarlierWork())
  }

  /// All that follows the run's beginning, or its resumption, to its end.
  func carryOut(
    _ record: inout RunRecord, _ plan: ExperimentPlan, _ data: PreparedData,
    _ rivals: BaselineRuns, _ directory: RunDirectory, _ journal: RunJournal, _ clock: RunClock,
    after earlier: EarlierWork
  ) throws -> RunResult {
    do {
      try complete(&record, plan, data, rivals, directory, journal, after: earlier)
    } catch let interruption as RunInterrupted {
      journal.note(.runEnded, "interrupted: \(interruption.stage)")
      throw interruption
    } catch let failure as FileFailure {
      // The disk may have room again later: the run can go on then.
      throw failure
    } catch {
      journal.note(.runEnded, "failed: \(error)")
      record.time = clock.time()
      try? directory.finish(record)
      throw error
    }
    return try conclude(&record, directory, journal, clock)
  }

  /// The gate alone; nothing is recorded.
  public func check(_ plan: ExperimentPlan) throws -> GateReport {
    let data = try read(plan)
    let gate = try runGate(gateContext(plan, data, journal: nil), in: nil)
    observe(.gateEnded(gate))
    return gate
  }

  /// Everything from the gate to the analysis; the record says how far it came.
  private func complete(
    _ record: inout RunRecord, _ plan: ExperimentPlan, _ data: PreparedData,
    _ rivals: BaselineRuns, _ directory: RunDirectory, _ journal: RunJournal,
    after earlier: EarlierWork
  ) throws {
    let gate =
      try earlier.gate ?? runGate(gateContext(plan, data, journal: journal), in: directory)
    record.gate = gate
    try directory.writeChecks(gate)
    observe(.gateEnded(gate))
    try stopIfCancelled(in: directory)
    guard !gate.isStopped else {
      record.ending = .stoppedByGate
      journal.note(.gateStopped, "training does not start")
      return
    }
    if earlier.gate == nil { journal.note(.gatePassed, "\(gate.checks.count) checks") }

    let baselines = try fitBaselines(plan, data, directory, journal)
    record.baselines = baselines.map { $0.record() }

    let training = plan.trainingPlan(for: data)
    let monitor = RunMonitor(train: data.train, plan: training, settings: plan.gate)
    let outcome = try train(
      plan, training, data, monitor, directory, journal, from: earlier.checkpoint)
    record.training = TrainingRecord(outcome, training)
    record.model = try SavedModel(outcome.model, plan, data).write(into: directory)
    func checks(_ scored: ScoredModel?) throws -> GateReport {
      try gate.adding(
        checksAfterTraining(plan, data, outcome, scored: scored, gate: gate, monitor: monitor))
    }
    if let broken = RunEnding(ofBroken: outcome.ending) {
      record.gate = try checks(nil)
      record.ending = broken
      return
    }

    let scored = ScoredModel(outcome.model, on: data, plan)
    record.evaluations = scored.evaluations
    try directory.write(PredictionsFile.name, PredictionsFile.bytes(of: scored.parts))
    record.baselines =
      scored.compare(with: baselines) + scored.compare(with: plan.publishedBaselines)
      + rivals.records(against: scored)
    record.speed = SpeedMeasurement(outcome.model, data).record
    journal.note(.evaluationEnded, scored.sentence)
    record.gate = try checks(scored)
    record.goals = plan.goals.map { GoalJudge(record, scored, data).judge($0) }
    for goal in record.goals { journal.note(.goalJudged, goal.sentence) }
    record.analysis = AnalysisRecord(scored, data, plan)
    record.ending = RunEnding(ofJudged: record.goals, checks: record.gate)
  }

  /// The documents, the report and, last of all, the record.
  private func conclude(
    _ record: inout RunRecord, _ directory: RunDirectory, _ journal: RunJournal, _ clock: RunClock
  ) throws -> RunResult {
    record.time = clock.time()
    try directory.finish(record) { [record] in
      try directory.write("report.html", Array(HTMLReport.render(record).utf8))
      try directory.writeDocuments(of: record)
      journal.note(.runEnded, record.ending.rawValue)
      try journal.rethrow()
    }
    try directory.removeCheckpoints()
    return RunResult(record: record, path: directory.path)
  }

  /// Reads and prepares the data, and tells what there is.
  func read(_ plan: ExperimentPlan) throws -> PreparedData {
    let data = try PreparedData(plan)
    observe(.dataRead(RunHeader(plan, data)))
    return data
  }

  func stopIfCancelled(in directory: RunDirectory?) throws {
    if cancellation.isCancelled {
      throw RunInterrupted(stage: "before training", directory: directory)
    }
  }
}

/// A finished run.
public struct RunResult: Sendable {
  public let record: RunRecord
  /// Its directory.
  public let path: String
}

/// A run was asked to stop; its directory, if it had one, reads as interrupted.
public struct RunInterrupted: Error, Sendable {
  /// Where it was: "in epoch 3".
  public let stage: String
  /// What can be resumed; nil when no run had begun.
  public let run: Begun?

  /// A run that has a directory.
  public struct Begun: Sendable {
    public let id: String
    /// Its directory.
    public let path: String
  }

  init(stage: String, directory: RunDirectory?) {
    self.stage = stage
    run = directory.map { Begun(id: $0.id, path: $0.path) }
  }
}
