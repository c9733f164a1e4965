import Sanity

extension RunDirectory {
  /// Writes the files that restate parts of the record for people and other tools: `spec.yaml`,
  /// `resolved.json`, `environment.json`, `checks.json`, `metrics.json` and `timing.json`.
  ///
  /// Parts that the run never reached have no file.
  public func writeDocuments(of record: RunRecord) throws {
    try write("spec.yaml", Array(record.specification.text.utf8))
    try write("resolved.json", RunJSON.bytes(of: record.specification.settings))
    try write(
      "environment.json",
      RunJSON.bytes(
        of: EnvironmentDocument(
          arguments: record.arguments, environment: record.environment,
          files: record.data?.files ?? [], parts: record.data?.parts ?? [])))
    if let gate = record.gate { try write("checks.json", RunJSON.bytes(of: gate)) }
    if !record.evaluations.isEmpty {
      try write(MetricsFile.name, MetricsFile.bytes(of: record))
    }
    try write(TimingFile.name, TimingFile.bytes(of: record))
  }
}

/// What `environment.json` holds: all one needs to have to repeat a run.
private struct EnvironmentDocument: Encodable {
  let arguments: [String]
  let environment: EnvironmentRecord
  let files: [DataRecord.File]
  let parts: [DataRecord.Part]
}
