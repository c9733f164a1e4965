extension Intervention {
  static let learningRate = Intervention(
    name: "learning_rate", summary: "Raises or lowers the learning rate by powers of ten.",
    noun: "learning rate", blame: .learningRate,
    clues: { spec in
      var clues = spec.clues("SI18", "SO12", "SS11")
      if let rate = spec.number(Self.ratePath), rate >= 3 || rate < 1e-6 {
        clues.append(.strong("a rate of \(Wording.plain(rate)) is far from any usual one"))
      }
      return clues
    },
    swaps: { spec in
      guard spec.gate.isTrainedBySteps, let rate = spec.number(Self.ratePath) else { return [] }
      func row(_ factors: [Double], _ size: String) -> [Swap] {
        factors.map {
          spec.swap(Self.ratePath, to: rate * $0, "\(Self.ratePath) is too \(size)")
        }
      }
      let down = row([0.1, 0.01, 1e-3, 1e-4, 1e-5], "high")
      let up = row([10, 100, 1e3, 1e4, 1e5], "low")
      guard let attempt = spec.trial?.attempt else { return [down, up] }
      if attempt.isDiverged { return [down] }
      return attempt.fall(above: 0) < 0 ? [down, up] : [up, down]
    })

  static let ratePath = "training.optimizer.learning_rate"
}
