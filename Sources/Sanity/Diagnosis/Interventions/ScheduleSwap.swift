extension Intervention {
  static let schedule = Intervention(
    name: "schedule", summary: "Keeps the learning rate as it starts.", noun: "schedule",
    blame: .byClues, isSeenOnSubset: { _ in false },
    clues: { $0.clues("SS10") },
    swaps: { spec in
      guard !spec.clues("SS10").isEmpty else { return [] }
      let path = "training.schedule"
      return [[spec.swap(path, to: "constant", "\(path) ends the learning too soon")]]
    })
}
