import Findings
import Learning
import Schema
import Text

extension Intervention {
  static let labelSmoothing = Intervention(
    name: "label_smoothing", summary: "Smooths labels less.", noun: "label smoothing",
    blame: .byClues, isSeenOnSubset: { _ in false }, speculative: .candidates,
    clues: { spec in
      let share = spec.gate.plan.labelSmoothing
      guard share > 0 else { return [] }
      return spec.clues(.overfitRegularized)
        + (share >= 0.5 ? [.strong("labels are smoothed by \(NumberFormat.number(share))")] : [])
    },
    candidates: { spec in
      let path = SettingPath.labelSmoothing
      let share = spec.gate.plan.labelSmoothing
      guard share > 0 else { return [] }
      return [
        [0.1, 0].filter { $0 < share }.map {
          spec.candidate(path, to: $0, "\(path) smooths the labels too much")
        }
      ]
    })
}
