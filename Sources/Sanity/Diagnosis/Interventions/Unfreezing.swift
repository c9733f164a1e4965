extension Intervention {
  static let unfreezing = Intervention(
    name: "frozen", summary: "Trains every layer.", noun: "frozen layers", blame: .byClues,
    clues: { spec in
      guard let frozen = spec.variants.text(at: "model.frozen"), frozen != "[]" else { return [] }
      return [.strong("layers \(frozen) keep their initial weights")]
    },
    candidates: { spec in
      let path = "model.frozen"
      guard let frozen = spec.variants.text(at: path), frozen != "[]" else { return [] }
      return [[spec.candidate(path, to: "[]", "\(path) keeps \(frozen) from learning")]]
    })
}
