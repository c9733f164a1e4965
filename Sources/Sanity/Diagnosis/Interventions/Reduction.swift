import Learning
import Schema

extension Intervention {
  static let reduction = Intervention(
    name: "reduction", summary: "Averages the loss over the rows of a step.", noun: "reduction",
    blame: .byClues,
    clues: { spec in
      guard spec.isSummed else { return [] }
      return [.strong("a summed loss multiplies every step by the number of rows")]
    },
    candidates: { spec in
      let path = SettingPath.reduction
      guard spec.isSummed else { return [] }
      return [
        [
          spec.candidate(
            path, to: Reduction.mean.rawValue,
            "\(path) is sum, so steps grow with the rows of a batch")
        ]
      ]
    })
}

extension DiagnosisContext {
  fileprivate var isSummed: Bool { choice(.reduction, as: Reduction.self) == .sum }
}
