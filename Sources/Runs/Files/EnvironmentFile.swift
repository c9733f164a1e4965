/// `environment.json`: what is needed to repeat or resume a run.
public struct EnvironmentFile: Sendable, Hashable, Codable {
  static let name = "environment.json"

  /// As typed: the spec's path and the overrides.
  public let arguments: [String]
  /// The path of the spec.
  public let spec: String
  public let environment: EnvironmentRecord
  public let files: [DataRecord.File]
  public let parts: [DataRecord.Part]
  /// The runs that the spec's references to baselines meant when the run began.
  public let baselineRuns: [String: String]

  init(of record: RunRecord) {
    arguments = record.arguments
    spec = record.specification.path
    environment = record.environment
    files = record.data?.files ?? []
    parts = record.data?.parts ?? []
    baselineRuns = record.baselineRuns ?? [:]
  }
}
