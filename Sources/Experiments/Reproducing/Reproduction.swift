import Runs
import Schema

/// A run held against a repetition of it, bit for bit.
public struct Reproduction: Sendable, Encodable {
  /// The ids of the two runs.
  public let original: String
  public let repetition: String
  /// Whether all results are the same, to the last bit.
  public let isIdentical: Bool
  /// How both ended, where that is not alike: "finished → diverged".
  public let endings: String?
  public let files: [FileAgreement]
  /// What is not as it was: "threads 2 → 1".
  public let circumstances: [String]

  init(of run: RecordedRun, by repetition: RunRecord, store: RunStore) throws {
    let new = try store.resolve("\(repetition.experiment)@\(repetition.id)")
    original = run.record.id
    self.repetition = repetition.id
    files = try FileComparison.all.map { comparison in
      try comparison.agreement(
        of: store.bytes(of: comparison.name, in: run.listing),
        with: store.bytes(of: comparison.name, in: new))
    }
    endings = Self.difference(run.record.ending, repetition.ending)
    circumstances =
      Self.differences(run.record.environment, repetition.environment)
      + Self.differences(run.record.data, repetition.data)
      + run.plan.differences(from: run.record.specification)
    isIdentical = endings == nil && files.allSatisfy(\.isIdentical)
  }

  /// Goals on time may be met once and missed the next time: that is no other result.
  private static func difference(_ old: RunEnding, _ new: RunEnding) -> String? {
    let judged: Set<RunEnding> = [.finished, .goalMissed, .checkFailed]
    if old == new || judged.isSuperset(of: [old, new]) { return nil }
    return "\(RunStatus.finished(old).word) → \(RunStatus.finished(new).word)"
  }

  private static func differences(
    _ old: EnvironmentRecord, _ new: EnvironmentRecord
  ) -> [String] {
    let facts: [(String, String, String)] = [
      ("Assay", old.assayVersion, new.assayVersion),
      ("Swift", old.swiftVersion, new.swiftVersion),
      ("packages", versions(old), versions(new)),
      ("operating system", old.operatingSystem, new.operatingSystem),
      ("processor", old.processor, new.processor),
      ("OpenBLAS", old.blasConfiguration, new.blasConfiguration),
      ("BLAS core", old.blasCore, new.blasCore),
      ("threads", String(old.blasThreads), String(new.blasThreads)),
      ("bits of a vector", bits(old), bits(new)),
      ("commit", old.commit ?? "none", new.commit ?? "none"),
      ("uncommitted files", text(old.uncommittedFiles), text(new.uncommittedFiles)),
    ]
    return facts.filter { $0.1 != $0.2 }.map { "\($0.0) \($0.1) → \($0.2)" }
  }

  private static func versions(_ environment: EnvironmentRecord) -> String {
    guard let dependencies = environment.dependencies else { return "not recorded" }
    return dependencies.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      .joined(separator: ", ")
  }

  private static func bits(_ environment: EnvironmentRecord) -> String {
    environment.vectorBits.map(String.init) ?? "not recorded"
  }

  private static func text(_ files: [String]?) -> String {
    guard let files, !files.isEmpty else { return "none" }
    return files.prefix(5).joined(separator: ", ") + (files.count > 5 ? ", …" : "")
  }

  private static func differences(_ old: DataRecord?, _ new: DataRecord?) -> [String] {
    let files = (old?.files ?? []).compactMap { file -> String? in
      let now = new?.files.first { $0.path == file.path }
      guard now?.sha256 != file.sha256 else { return nil }
      return "\(file.path) SHA-256 \(short(file.sha256)) → \(short(now?.sha256))"
    }
    let parts = (old?.parts ?? []).compactMap { part -> String? in
      let now = new?.parts.first { $0.name == part.name }
      guard now?.sha256 != part.sha256 else { return nil }
      return
        "\(part.name.rawValue) rows \(part.rowCount) → \(now?.rowCount ?? 0), not the same ones"
    }
    return files + parts
  }

  private static func short(_ digest: String?) -> String {
    digest.map { "\($0.prefix(12))…" } ?? "none"
  }
}

/// Whether a file of two runs is the same.
public struct FileAgreement: Sendable, Hashable, Encodable {
  public let name: String
  /// Whether the runs have it at all; a run that the gate stopped has none.
  public let exists: Bool
  public let isIdentical: Bool
  /// What differs; empty where nothing does.
  public let differences: [String]
}
