import Findings

extension Evidence {
  /// nil for evidence that names nothing.
  var names: [String]? {
    switch self {
    case .rows(_, _, let names), .names(_, let names, _): names
    default: nil
    }
  }

  /// nil for evidence that is not in words.
  var text: String? {
    if case .text(_, let text) = self { text } else { nil }
  }

  /// nil for evidence that is not about rows.
  var rowIDs: [Int]? {
    if case .rows(_, let ids, _) = self { ids } else { nil }
  }
}
