extension Intervention {
  static let reduction = Intervention(
    name: "reduction", summary: "Averages the loss over the rows of a step.", noun: "reduction",
    blame: .byClues,
    clues: { spec in
      guard spec.string("training.reduction") == "sum" else { return [] }
      return [.strong("a summed loss multiplies every step by the number of rows")]
    },
    candidates: { spec in
      let path = "training.reduction"
      guard spec.string(path) == "sum" else { return [] }
      return [
        [spec.candidate(path, to: "mean", "\(path) is sum, so steps grow with the rows of a batch")]
      ]
    })
}
