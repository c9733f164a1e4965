import Findings
import Schema
import Text

extension Intervention {
  static let dropout = Intervention(
    name: "dropout", summary: "Drops fewer units.", noun: "dropout", blame: .byClues,
    isSeenOnSubset: { _ in false }, speculative: .candidates,
    clues: { spec in
      guard let share = spec.number(.dropout), share > 0 else { return [] }
      return spec.clues(.dropoutMode, .overfitRegularized)
        + (share > 0.8 ? [.strong("\(NumberFormat.percent(share)) of the units are dropped")] : [])
    },
    candidates: { spec in
      let path = SettingPath.dropout
      guard let share = spec.number(path), share > 0 else { return [] }
      return [
        [0.5, 0.2, 0].filter { $0 < share }.map {
          spec.candidate(path, to: $0, "\(path) drops too many units")
        }
      ]
    })
}
