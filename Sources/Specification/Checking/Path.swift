/// Paths in a spec as messages and listings write them: `training.optimizer`, `goals[0].metric`.
enum Path {
  static func key(_ key: String, in parent: String) -> String {
    let name = isPlain(key) ? key : "\"\(key)\""
    return parent.isEmpty ? name : "\(parent).\(name)"
  }

  static func element(_ index: Int, in parent: String) -> String { "\(parent)[\(index)]" }

  /// " in training", or "" for the spec itself.
  static func within(_ path: String) -> String { path.isEmpty ? "" : " in \(path)" }

  private static func isPlain(_ key: String) -> Bool {
    !key.isEmpty
      && key.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-"
      }
  }
}
