import Findings
import Learning
import Schema
import Text

extension Intervention {
  static let epochs = Intervention(
    name: "epochs", summary: "Trains for longer.", noun: "epochs", blame: .byClues,
    isSeenOnSubset: { _ in false }, isLonger: true, speculative: .candidates,
    clues: { spec in
      guard spec.gate.isTrainedBySteps else { return [] }
      let steps = spec.gate.plannedStepCount
      let fewness: [Clue] =
        steps < Self.fewSteps
        ? [.strong("\(NumberFormat.count(steps, "step")) in all rarely train a model")] : []
      return spec.clues(.stepBudget) + fewness
    },
    candidates: { spec in
      guard spec.gate.isTrainedBySteps, case .epochs(let count) = spec.gate.plan.budget else {
        return []
      }
      let path = SettingPath.epochs
      return [
        [3, 10, 30, 100].map {
          spec.candidate(path, to: "\($0 * count)", "\(path) leaves too few steps")
        }
      ]
    })
}
