import Diagnostics
import Evaluation
import Findings
import Learning
import Reporting
public import Runs
import Sanity
import Schema

/// A run under way: its directory, journal, clock and record, with the stages as methods.
final class RunSession {
  let experiment: PreparedExperiment
  let baselineRuns: BaselineRuns
  let journal: RunJournal
  let control: RunControl
  var record: RunRecord

  init(
    _ experiment: PreparedExperiment, baselineRuns: BaselineRuns, journal: RunJournal,
    control: RunControl, origin: RunOrigin
  ) {
    self.experiment = experiment
    self.baselineRuns = baselineRuns
    self.journal = journal
    self.control = control
    record = RunRecord(
      id: journal.directory.id, experiment: journal.directory.experiment,
      question: experiment.plan.question, ending: .failed, time: journal.clock.time(),
      arguments: origin.arguments, specification: origin.specification,
      environment: origin.environment)
    record.warnings = experiment.data.warnings
    record.data = DataRecord(experiment.data)
    record.baselineRuns = baselineRuns.resolved
  }

  var plan: ExperimentPlan { experiment.plan }
  var data: PreparedData { experiment.data }
  var directory: RunDirectory { journal.directory }

  /// Carries the run to its end; what an interrupted run had done before is not done again.
  ///
  /// **Errors** `RunInterrupted` after a request to stop and `FileFailure`, with which the run can be
  /// resumed; any other error is recorded as a failed run first.
  func complete(after earlier: EarlierWork) throws -> RunResult {
    do {
      try performStages(after: earlier)
    } catch let interruption as RunInterrupted {
      journal.note(.runEnded, "interrupted: \(interruption.stage)")
      throw interruption
    } catch let failure as FileFailure {
      // The disk may have room again later: the run can be resumed then.
      throw failure
    } catch {
      journal.note(.runEnded, "failed: \(Diagnostic.words(of: error))")
      record.time = journal.clock.time()
      try? directory.finish(record)
      throw error
    }
    return try writeRecord()
  }

  /// The straight line: gate, baselines, training, evaluation, verdict.
  private func performStages(after earlier: EarlierWork) throws {
    let gate = try passGate(earlier.gate)
    guard !gate.isStopped else { return end(with: gate, training: nil) }
    let baselines = try fitBaselines()
    let monitor = RunMonitor(
      train: data.train, plan: experiment.training, settings: plan.gate)
    let outcome = try train(watchedBy: monitor, from: earlier.checkpoint)
    guard outcome.ending.leavesModel else {
      return end(
        with: try gate.adding(checkTraining(outcome, monitor, gate)), training: outcome.ending)
    }
    let scored = try evaluate(outcome.model)
    compare(scored, with: baselines)
    let pipeline = data.pipeline(outcome.model, plan)
    record.speed = SpeedMeasurement(pipeline, data).record
    journal.note(.evaluationEnded, scored.sentence)
    let checks = try gate.adding(checkTraining(outcome, monitor, gate, scored: scored))
    judgeGoals(scored)
    record.analysis = AnalysisRecord(
      scored, data, plan, keyExamples: try experiment.keyExamples?.records(by: pipeline))
    end(with: checks, training: outcome.ending)
  }

  private func end(with checks: GateReport, training: TerminationReason?) {
    record.gate = checks
    record.ending = RunEnding(
      gate: checks, training: training, goals: record.goals,
      keyExamples: record.analysis?.keyExamples ?? [])
  }

  /// Writes the documents, then the record, and only then draws the report: nothing that happens to a
  /// drawing may keep the run from being finished.
  private func writeRecord() throws -> RunResult {
    record.time = journal.clock.time()
    try directory.finish(record) { [record, directory, journal] in
      try directory.writeDocuments(of: record)
      journal.note(.runEnded, record.ending.rawValue)
      try journal.rethrow()
    }
    try directory.removeCheckpoints()
    try directory.write("report.html", Array(HTMLReport.render(record).utf8))
    return RunResult(record: record, path: directory.path)
  }
}

/// A finished run.
public struct RunResult: Sendable {
  public let record: RunRecord
  /// Its directory.
  public let path: String
}
