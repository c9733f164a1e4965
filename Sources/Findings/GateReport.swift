import Schema

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
  /// that stopped name, those that were tried, then those that facts of spec and data name, one for
  /// each setting.
  public var repairs: [SpecEdit] {
    let facts = checks.filter { $0.verdict == .warning && $0.evidenceKind <= .finding }
    let named = checks.filter { $0.verdict == .stop }.flatMap { $0.edits ?? [] }
    let all = named + (diagnosis?.repair?.edits ?? []) + facts.flatMap { $0.edits ?? [] }
    var paths: Set<SettingPath> = []
    return all.filter { paths.insert($0.path).inserted }
  }

  /// The checks that stopped, those that the diagnosis explains first: what keeps a pipeline from
  /// learning explains more than a leak.
  public var stops: [CheckResult] { explainedStops + otherStops }

  /// The checks that stopped and that the diagnosis explains.
  public var explainedStops: [CheckResult] { stopped.filter { isExplained($0.code) } }

  /// The checks that stopped and that no diagnosis explains.
  public var otherStops: [CheckResult] { stopped.filter { !isExplained($0.code) } }

  private var stopped: [CheckResult] { checks.filter { $0.verdict == .stop } }

  private func isExplained(_ code: CheckCode) -> Bool { diagnosis?.codes.contains(code) == true }

  public var isStopped: Bool { checks.contains { $0.verdict == .stop } }
}
