extension Intervention {
  static let schedule = Intervention(
    name: "schedule", summary: "Lets the learning rate decay far more slowly, or not at all.",
    noun: "schedule", blame: .byClues, isSeenOnSubset: { _ in false },
    clues: { $0.clues("SS10") },
    swaps: { spec in
      guard !spec.clues("SS10").isEmpty else { return [] }
      let path = "training.schedule"
      // A kind cannot be exchanged where settings of the old one stand beside it.
      let factorPath = "\(path).gamma"
      if let factor = spec.number(factorPath) {
        return [
          [0.9, 0.99].filter { $0 > factor }.map {
            spec.swap(factorPath, to: $0, "\(path) ends the learning too soon")
          }
        ]
      }
      return [[spec.swap(path, to: "constant", "\(path) ends the learning too soon")]]
    })
}
