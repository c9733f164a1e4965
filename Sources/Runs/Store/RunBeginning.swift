public import Findings
import Text

/// What a run recorded before its first stage: enough to resume it.
public struct RunBeginning: Sendable {
  /// The spec with its overrides applied, and where each value came from.
  public let specification: SpecificationRecord
  public let environment: EnvironmentFile
  /// What the gate found, where the run came so far.
  public let gate: GateReport?
}

extension RunStore {
  /// How a run began; nil when it was interrupted before all of that was written.
  public func beginning(of listing: RunListing) throws -> RunBeginning? {
    let folder = RunFolder(path: listing.path)
    guard let text = try folder.bytes(of: "spec.yaml"),
      let settings = try folder.bytes(of: "resolved.json"),
      let environment = try folder.bytes(of: EnvironmentFile.name)
    else { return nil }
    let file = try JSON.value(EnvironmentFile.self, from: environment)
    return RunBeginning(
      specification: SpecificationRecord(
        path: file.spec, text: String(decoding: text, as: UTF8.self),
        settings: try JSON.value([SpecificationRecord.Setting].self, from: settings)),
      environment: file,
      // A report that cannot be read is made again.
      gate: try folder.bytes(of: ChecksFile.name).flatMap {
        try? JSON.value(GateReport.self, from: $0)
      })
  }
}
