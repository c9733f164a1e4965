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

  public var isStopped: Bool { checks.contains { $0.verdict == .stop } }
}
