public import Diagnostics
public import Findings
public import Learning
import Schema

/// Runs the checks of a run, stage by stage.
public enum Gate {
  /// The checks before the full training.
  ///
  /// Stages run in order; a stage that stops is completed, and no later one begins, unless all that
  /// stopped is a leak. Stops of the initial state or the subset are diagnosed where the context can
  /// vary the pipeline.
  /// - Throws: `GateError.checkFailed` when a check itself is broken, `.cancelled` when the
  ///   context asked to end, `.cannotFit` when the check of an obstacle to every fit was waived; all
  ///   carry what was found before.
  public static func run(_ context: GateContext) throws(GateError) -> GateReport {
    let clock = ContinuousClock()
    let start = clock.now
    var results: [CheckResult] = []
    for stage in CheckStage.beforeTraining {
      if stage == .initial {
        do throws(FitError) {
          try context.train.checkClassCount()
        } catch {
          throw .cannotFit(
            error, GateReport(checks: results, elapsedSeconds: clock.seconds(since: start)))
        }
      }
      for entry in checkCatalog.entries where entry.stage == stage {
        guard case .before(let body) = entry.body else { continue }
        if context.isCancelled() {
          throw .cancelled(GateReport(checks: results, elapsedSeconds: clock.seconds(since: start)))
        }
        let result: CheckResult
        do {
          result = try entry.result(settings: context.settings) { try body(context) }
        } catch {
          let report = GateReport(checks: results, elapsedSeconds: clock.seconds(since: start))
          // A trial that was cancelled has no finding.
          throw error is CancellationError
            ? .cancelled(report)
            : .checkFailed(code: entry.code, error, report)
        }
        results.append(result)
        context.observe(result)
      }
      // A leak flatters the results; whether the pipeline can learn at all is another question.
      if results.contains(where: { $0.verdict == .stop && !$0.isOfLeak }) { break }
    }
    let diagnosis: Diagnosis?
    do {
      diagnosis = try Diagnostician.diagnosis(of: results, in: context)
    } catch {
      let report = GateReport(checks: results, elapsedSeconds: clock.seconds(since: start))
      throw error is CancellationError
        ? .cancelled(report)
        : .diagnosisFailed(error, report)
    }
    return GateReport(
      checks: results, diagnosis: diagnosis, elapsedSeconds: clock.seconds(since: start))
  }

  /// The checks after the training and its evaluation.
  public static func runAfterTraining(_ context: AfterContext) throws(GateError) -> [CheckResult] {
    var results: [CheckResult] = []
    for entry in checkCatalog.entries {
      guard case .after(let body) = entry.body else { continue }
      do {
        results.append(try entry.result(settings: context.settings) { try body(context) })
      } catch {
        throw .checkFailed(
          code: entry.code, error,
          GateReport(checks: results, elapsedSeconds: 0))
      }
    }
    return results
  }
}

/// The reason why the gate has no report.
public enum GateError: ReportableError {
  /// A check could not be computed.
  case checkFailed(code: CheckCode, any Error, GateReport)
  case diagnosisFailed(any Error, GateReport)
  case cancelled(GateReport)
  /// The rows cannot be fitted by any model of their task.
  case cannotFit(FitError, GateReport)

  public var diagnostics: [Diagnostic] {
    switch self {
    case .checkFailed(let code, let error, _):
      [
        Diagnostic(
          id: "check-failed", "check \(code) cannot be computed: \(Diagnostic.words(of: error))")
      ]
    case .diagnosisFailed(let error, _):
      [Diagnostic(id: "diagnosis-failed", "the diagnosis failed: \(Diagnostic.words(of: error))")]
    case .cancelled: [Diagnostic(id: "gate-cancelled", "the gate was asked to stop")]
    case .cannotFit(let error, _):
      [Diagnostic(id: "cannot-fit", "no model can be fitted: \(error)")]
    }
  }

  /// That of the error which ended a check; Assay's, where nobody foresaw it.
  public var fault: Fault {
    switch self {
    case .checkFailed(_, let error, _), .diagnosisFailed(let error, _):
      (error as? any ReportableError)?.fault ?? .program
    case .cancelled: .pipeline
    case .cannotFit: .data
    }
  }
}

extension CheckEntry {
  /// The result of a timed check body with the settings applied.
  func result(
    settings: GateSettings, _ body: () throws -> Finding
  ) throws -> CheckResult {
    let clock = ContinuousClock()
    let start = clock.now
    var finding = try body()
    if let reason = settings.waived[code], [.stop, .warning].contains(finding.verdict) {
      finding.evidence.append(
        .text(
          title: "waived",
          text: "would have been \(finding.verdict == .stop ? "a stop" : "a warning")"))
      finding.verdict = .waived
      finding.message += " (waived: \(reason))"
    }

    return CheckResult(
      code: code, title: title, evidenceKind: evidenceKind, verdict: finding.verdict,
      message: finding.message,
      value: finding.value.flatMap { $0.isFinite ? $0 : nil },
      threshold: finding.threshold ?? threshold.map(settings.value(of:)),
      evidence: finding.evidence.compactMap(\.finite), causes: finding.causes,
      remedy: finding.remedy, edits: finding.edits,
      elapsedSeconds: clock.seconds(since: start))
  }
}

extension ContinuousClock {
  func seconds(since start: Instant) -> Double {
    let duration = start.duration(to: now).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }
}
