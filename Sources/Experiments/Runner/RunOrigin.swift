import Runs

/// Where a run comes from: what was typed, the spec, and the machine it began on.
struct RunOrigin: Sendable {
  /// As typed: the spec's path and the overrides.
  let arguments: [String]
  let specification: SpecificationRecord
  let environment: EnvironmentRecord
}
