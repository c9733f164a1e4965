/// The results of the gate's checks, and whether the run may proceed.
public struct GateReport: Sendable, Hashable, Codable {
  public let checks: [CheckResult]
  /// The cause of a stop, or an improvement; nil where no edits were tried.
  public let diagnosis: Diagnosis?
  public let elapsedSeconds: Double

  public init(checks: [CheckResult], diagnosis: Diagnosis? = nil, elapsedSeconds: Double) {
    self.checks = checks
    self.diagnosis = diagnosis
    self.elapsedSeconds = elapsedSeconds
  }

  /// The edits of the spec that repair what stopped the run, or improve it: those that the checks
  /// that stopped name, then those that were tried.
  public var repairs: [SpecEdit] {
    let named = checks.filter { $0.verdict == .stop }.flatMap { $0.edits ?? [] }
    let tried = diagnosis?.repair?.edits ?? []
    return named + tried.filter { edit in !named.contains { $0.path == edit.path } }
  }

  public var isStopped: Bool { checks.contains { $0.verdict == .stop } }
}
