import Datasets
import FoundationEssentials
public import Runs

/// Takes a plan through the straight line from data to record.
public struct ExperimentRunner: Sendable {
  let store: RunStore
  /// As typed: the spec's path and the overrides.
  let arguments: [String]
  /// An inquiry that has begun already; nil begins one when the run needs it.
  let environment: EnvironmentInquiry?
  let control: RunControl

  public init(
    store: RunStore, arguments: [String], environment: EnvironmentInquiry? = nil,
    cancellation: Cancellation = Cancellation(),
    observe: @escaping @Sendable (RunnerEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.arguments = arguments
    self.environment = environment
    control = RunControl(cancellation: cancellation, observe: observe)
  }

  /// Data, gate, baselines, training, evaluation, verdict, record, report.
  ///
  /// **Errors** `DiagnosticsError` and `DatasetError` for a spec or data that cannot be used, and
  /// then nothing is recorded; `RunInterrupted` after a request to stop; I/O errors.
  public func run(_ plan: ExperimentPlan) throws -> RunResult {
    try run(plan, repeating: nil)
  }

  /// A new run; one that repeats a recorded run is recorded with that run's arguments and spec.
  func run(_ plan: ExperimentPlan, repeating original: RunRecord?) throws -> RunResult {
    let clock = RunClock()
    let experiment = try prepare(plan)
    let baselineRuns = try BaselineRuns(plan, store, resolved: original?.baselineRuns ?? [:])
    try baselineRuns.requireTask(of: experiment.data)
    try control.throwIfCancelled(in: nil)
    let directory = try store.create(experiment: plan.name, startedAt: clock.startDate)
    defer { directory.release() }
    let session = RunSession(
      experiment, baselineRuns: baselineRuns, journal: RunJournal(directory, clock: clock),
      control: control,
      origin: RunOrigin(
        arguments: original?.arguments ?? arguments,
        specification: original?.specification ?? SpecificationRecord(plan.spec),
        environment: environment?.record() ?? .current()))
    try directory.writeDocuments(of: session.record)
    session.journal.note(.runStarted, arguments.joined(separator: " "))
    for use in experiment.data.cacheUses { session.journal.note(.dataRead, use.sentence) }
    for warning in experiment.data.warnings { session.journal.note(warning) }
    if let scratch = experiment.data.scratch { session.journal.note(.dataRead, scratch.sentence) }
    return try session.complete(after: EarlierWork())
  }

  /// Resumes an interrupted run in its own directory, to the same bits.
  ///
  /// The gate is not run again when it had ended, and the training resumes from the latest
  /// checkpoint; baselines and evaluation are computed again.
  ///
  /// **Errors** as `run`; `DiagnosticsError` when the run is held or this machine computes
  /// otherwise; `DatasetError` when the data was changed.
  public func resume(_ run: InterruptedRun) throws -> RunResult {
    try run.checkMachine()
    let directory = try store.reopen(run.listing, at: Date())
    defer { directory.release() }
    let log = try store.events(of: run.listing).events
    let clock = RunClock(
      startedAt: run.listing.startedAt, earlierSeconds: log.last?.elapsedSeconds ?? 0)
    let experiment = try prepare(run.plan)
    try run.check(DataRecord(experiment.data))
    let baselineRuns = try BaselineRuns(run.plan, store, resolved: run.baselineRuns)
    try baselineRuns.requireTask(of: experiment.data)
    try control.throwIfCancelled(in: directory)
    let work = try EarlierWork(of: run.listing, gate: run.gate, store: store)
    let session = RunSession(
      experiment, baselineRuns: baselineRuns,
      journal: RunJournal(directory, clock: clock, from: (log.last?.sequence ?? -1) + 1),
      control: control, origin: run.origin)
    session.record.resumptionCount = log.count { $0.kind == .runResumed } + 1
    let resumption = Resumption(work)
    session.journal.note(.runResumed, resumption.place, resumption.values)
    control.observe(.resumed(resumption))
    return try session.complete(after: work)
  }

  /// The gate alone; nothing is recorded.
  public func check(_ plan: ExperimentPlan) throws -> GateOutcome {
    let experiment = try prepare(plan)
    let gate = try experiment.runGate(control, in: nil)
    control.observe(.gateEnded(gate))
    return GateOutcome(header: RunHeader(plan, experiment.data), gate: gate)
  }

  /// Reads and prepares the data.
  private func prepare(_ plan: ExperimentPlan) throws -> PreparedExperiment {
    let experiment = try PreparedExperiment(plan)
    control.observe(.dataRead(RunHeader(plan, experiment.data)))
    return experiment
  }
}
