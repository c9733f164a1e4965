import Findings
import Learning
import Schema

extension Intervention {
  static let lossAndHead = Intervention(
    name: "loss", summary: "Uses the task's canonical loss and output activation.", noun: "loss",
    blame: .byClues,
    clues: { spec in
      var clues = spec.clues(.lossFormula)
      let loss = spec.gate.plan.loss
      if spec.isClassification, loss != .auto, !loss.isCrossEntropy {
        clues.append(.strong("the loss \(loss.rawValue) is not a classification loss"))
      }
      return clues
    },
    candidates: { spec in
      let lossPath = SettingPath.loss
      let headPath = SettingPath.outputActivation
      let loss = spec.choice(lossPath, as: LossKind.self).flatMap { $0 == .auto ? nil : $0 }
      let head = spec.choice(headPath, as: OutputActivation.self)
      let automaticLoss = LossKind.auto.rawValue
      let automaticHead = OutputActivation.automatic
      var candidates: [CandidateEdit] = []
      if let loss {
        candidates.append(
          spec.candidate(
            lossPath, to: automaticLoss,
            "\(lossPath) \(loss.rawValue) does not suit this task"))
      }
      if let head {
        candidates.append(
          spec.candidate(
            headPath, to: automaticHead,
            "\(headPath) \(head.rawValue) does not suit the loss"))
      }
      if let loss, head != nil {
        candidates.append(
          CandidateEdit(
            edits: [SpecEdit(lossPath, automaticLoss), SpecEdit(headPath, automaticHead)],
            cause: "\(lossPath) \(loss.rawValue) and the output activation do not suit this task"))
      }
      return candidates.isEmpty ? [] : [candidates]
    })
}
