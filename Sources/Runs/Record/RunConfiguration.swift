public import Schema

/// What a run was asked to do on which data, apart from its seeds.
///
/// Runs of one configuration repeat each other: they differ in `training.seed` and
/// `data.split.seed` alone.
public struct RunConfiguration: Sendable, Hashable {
  private let settings: [SettingPath: String]
  /// The digests of the data.
  private let files: [String]

  fileprivate init(_ record: RunRecord) {
    settings = record.settingValues.filter { ![.seed, .splitSeed].contains($0.key) }
    files = record.data?.files.map(\.sha256) ?? []
  }
}

extension RunRecord {
  public var configuration: RunConfiguration { RunConfiguration(self) }

  /// The value of each setting of the resolved spec, as YAML would write it.
  public var settingValues: [SettingPath: String] {
    Dictionary(
      specification.settings.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a setting of the resolved spec.
  public func setting(_ path: SettingPath) -> String? {
    specification.settings.first { $0.path == path }?.value
  }

  /// Whether it reached a result and met all of its goals; nil where its spec sets none.
  public var meetsItsGoals: Bool? {
    guard specification.settings.contains(where: { $0.path.text.hasPrefix("goals[") }) else {
      return nil
    }
    return ending == .finished && goals.allSatisfy { $0.verdict == .met }
  }
}
