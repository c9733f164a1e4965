import Findings
import Learning
import Schema

extension Intervention {
  static let shuffling = Intervention(
    name: "shuffling", summary: "Shuffles the rows before each epoch.", noun: "shuffling",
    blame: .byClues, isSeenOnSubset: { _ in false },
    clues: { spec in spec.gate.plan.isShuffled ? [] : spec.clues(.sortedOrder) },
    candidates: { spec in
      guard !spec.gate.plan.isShuffled else { return [] }
      let path = SettingPath.shuffle
      return [[spec.candidate(path, to: "true", "\(path) is false, and the rows are sorted")]]
    })
}
