import Findings
import Learning

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
      let lossPath = "training.loss"
      let headPath = "model.output.activation"
      let loss = spec.string(lossPath).flatMap { $0 == "auto" ? nil : $0 }
      let head = spec.string(headPath).flatMap { $0 == "auto" ? nil : $0 }
      var candidates: [CandidateEdit] = []
      if let loss {
        candidates.append(
          spec.candidate(lossPath, to: "auto", "\(lossPath) \(loss) does not suit this task"))
      }
      if let head {
        candidates.append(
          spec.candidate(headPath, to: "auto", "\(headPath) \(head) does not suit the loss"))
      }
      if let loss, head != nil {
        candidates.append(
          CandidateEdit(
            edits: [SpecEdit(lossPath, "auto"), SpecEdit(headPath, "auto")],
            cause: "\(lossPath) \(loss) and the output activation do not suit this task"))
      }
      return candidates.isEmpty ? [] : [candidates]
    })
}
