public import Findings
import Text

extension RunDirectory {
  /// Writes the files that restate parts of the record for people and other tools: `spec.yaml`,
  /// `resolved.json`, `environment.json`, `checks.json`, `metrics.json` and `timing.json`.
  ///
  /// Parts that the run never reached have no file.
  public func writeDocuments(of record: RunRecord) throws {
    try write("spec.yaml", Array(record.specification.text.utf8))
    try write("resolved.json", JSON.file(of: record.specification.settings))
    try write(EnvironmentFile.name, JSON.file(of: EnvironmentFile(of: record)))
    if let gate = record.gate { try writeChecks(gate) }
    if !record.evaluations.isEmpty {
      try write(MetricsFile.name, MetricsFile.bytes(of: record))
    }
    try write(TimingFile.name, TimingFile.bytes(of: record))
  }

  /// Writes `checks.json`.
  public func writeChecks(_ gate: GateReport) throws {
    try write(ChecksFile.name, JSON.file(of: gate))
  }
}

/// `checks.json`: all that the gate found.
enum ChecksFile {
  static let name = "checks.json"
}
