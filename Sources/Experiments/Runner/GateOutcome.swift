public import Findings

/// What the gate alone found, and of what.
public struct GateOutcome: Sendable {
  public let header: RunHeader
  public let gate: GateReport
}
