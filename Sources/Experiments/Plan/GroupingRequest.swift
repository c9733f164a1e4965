import Datasets
import Schema

/// One entry of `evaluation.slices` or `evaluation.protected`.
struct GroupingRequest: Sendable {
  let grouping: RowGrouping
  let mark: Mark?

  init(_ resolved: Resolved) {
    mark = resolved.origin.mark
    switch resolved.value {
    case .list(let elements): grouping = RowGrouping(elements.flatMap(Self.columns))
    default: grouping = RowGrouping(Self.columns(resolved))
    }
  }

  private static func columns(_ resolved: Resolved) -> [RowGrouping.Column] {
    guard case .mapping(let entries) = resolved.value else {
      return [RowGrouping.Column(resolved.string)]
    }
    return entries.map { RowGrouping.Column($0.key, edges: $0.value.elements.map(\.number)) }
  }
}
