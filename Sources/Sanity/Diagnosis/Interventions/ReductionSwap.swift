extension Intervention {
  static let reduction = Intervention(
    name: "reduction", summary: "Averages the loss over the rows of a step.", noun: "reduction",
    blame: .byClues,
    clues: { spec in
      guard spec.word("training.reduction") == "sum" else { return [] }
      return [.strong("a summed loss multiplies every step by the number of rows")]
    },
    swaps: { spec in
      let path = "training.reduction"
      guard spec.word(path) == "sum" else { return [] }
      return [
        [spec.swap(path, to: "mean", "\(path) is sum, so steps grow with the rows of a batch")]
      ]
    })
}
