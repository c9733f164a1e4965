public import Evaluation
public import Runs
import Schema

/// A run in a comparison, with its differences from another one.
public struct ComparedRun: Sendable {
  public let record: RunRecord
  /// Its metrics on the judged rows, with intervals of the comparison's level.
  public let metrics: [MetricRecord]
  /// The id of the run that it is compared with; nil where it is compared with none.
  public let reference: String?
  /// Empty where it is compared with no run.
  public let comparisons: [Comparison]

  public init(
    record: RunRecord, metrics: [MetricRecord], reference: String? = nil,
    comparisons: [Comparison] = []
  ) {
    self.record = record
    self.metrics = metrics
    self.reference = reference
    self.comparisons = comparisons
  }
}

extension ComparedRun {
  /// The last four digits of the run's id.
  var shortName: String { String(record.id.suffix(4)) }

  /// The settings that differ from the other run's, at most three by name: "hidden [64]".
  func changes(from other: ComparedRun, besides excluded: Set<SettingPath> = []) -> String {
    let before = other.record.settingValues
    let changes = record.specification.settings.filter {
      before[$0.path] != $0.value && $0.path != .name && !excluded.contains($0.path)
    }
    let names = changes.prefix(3).map { "\($0.path.key) \($0.value)" }
    let rest = changes.count > 3 ? ["\(changes.count - 3) more"] : []
    return (names + rest).joined(separator: ", ")
  }

  func metric(_ name: String) -> MetricRecord? { metrics.first { $0.name == name } }

  func comparison(in metric: String) -> Comparison? {
    comparisons.first { $0.metric == metric }
  }
}
