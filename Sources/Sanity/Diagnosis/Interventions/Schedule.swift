import Findings
import Learning
import Schema

extension Intervention {
  static let schedule = Intervention(
    name: "schedule", summary: "Slows the decay of the learning rate, or removes it.",
    noun: "schedule", blame: .byClues, isSeenOnSubset: { _ in false },
    speculative: .others { $0.gate.plan.schedule.isConstant ? [] : $0.slowerDecay },
    clues: { $0.clues(.earlyDecay) },
    candidates: { $0.clues(.earlyDecay).isEmpty ? [] : $0.slowerDecay }
  )
}

extension DiagnosisContext {
  fileprivate var slowerDecay: [[CandidateEdit]] {
    let path = SettingPath.schedule
    // The kind cannot be replaced where settings of the old kind are written beside it.
    let factorPath = SettingPath.decayFactor
    if let factor = number(factorPath) {
      return [
        [0.9, 0.99].filter { $0 > factor }.map {
          candidate(factorPath, to: $0, "\(path) ends learning too soon")
        }
      ]
    }
    return [
      [candidate(path, to: ScheduleEntry.constant.name, "\(path) ends learning too soon")]
    ]
  }
}
