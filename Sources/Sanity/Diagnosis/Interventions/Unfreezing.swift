import Schema

extension Intervention {
  static let unfreezing = Intervention(
    name: "frozen", summary: "Trains every layer.", noun: "frozen layers", blame: .byClues,
    clues: { spec in
      guard let frozen = spec.frozenText else { return [] }
      return [.strong("layers \(frozen) keep their initial weights")]
    },
    candidates: { spec in
      let path = SettingPath.frozen
      guard let frozen = spec.frozenText else { return [] }
      return [[spec.candidate(path, to: "[]", "\(path) keeps \(frozen) from learning")]]
    })
}

extension DiagnosisContext {
  /// The frozen layers as the spec has them; nil where all are trained.
  fileprivate var frozenText: String? {
    guard let frozen = variants.value(at: .frozen), frozen != .list([]) else { return nil }
    return variants.text(at: .frozen)
  }
}
