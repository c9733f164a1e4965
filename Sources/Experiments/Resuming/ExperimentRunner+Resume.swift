import Foundation
import Learning
import Runs

extension ExperimentRunner {
  /// Goes on with an interrupted run in its own directory, to the same bits.
  ///
  /// The gate is not run again when it had ended, and the training goes on from the latest
  /// checkpoint; baselines and evaluation are made anew, as they were or would have been.
  ///
  /// **Errors** as `run`; `DiagnosticsError` when the run is held or this machine computes
  /// otherwise; `DatasetError` when the data was changed.
  public func resume(_ run: InterruptedRun) throws -> RunResult {
    try run.checkMachine()
    let plan = run.plan
    let directory = try store.reopen(run.listing, at: Date())
    defer { directory.release() }
    let log = try store.events(of: run.listing).events
    let clock = RunClock(
      startedAt: run.listing.startedAt, earlierSeconds: log.last?.elapsedSeconds ?? 0)
    let data = try read(plan)
    try run.check(DataRecord(data))
    let origin = run.beginning.environment
    let rivals = try BaselineRuns(plan, store, meanings: origin.baselineRuns)
    try stopIfCancelled(in: directory)
    let work = try EarlierWork(of: run.listing, gate: run.beginning.gate, store: store)
    var record = RunRecord(
      id: directory.id, experiment: directory.experiment, question: plan.question,
      ending: .failed, time: clock.time(), arguments: origin.arguments,
      specification: run.beginning.specification, environment: origin.environment)
    record.data = DataRecord(data)
    record.baselineRuns = rivals.meanings
    record.resumptionCount = log.count { $0.kind == .runResumed } + 1
    let journal = RunJournal(
      directory, clock: clock, from: (log.last?.sequence ?? -1) + 1)
    let resumption = Resumption(work)
    journal.note(.runResumed, resumption.place, resumption.values)
    observe(.resumed(resumption))
    return try carryOut(&record, plan, data, rivals, directory, journal, clock, after: work)
  }
}

extension Resumption {
  /// Its numbers for the event log.
  fileprivate var values: [String: Double] {
    guard let step, let epoch else { return [:] }
    return ["step": Double(step), "epoch": Double(epoch)]
  }
}
