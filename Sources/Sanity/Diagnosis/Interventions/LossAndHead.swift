import Findings
import Learning

extension Intervention {
  static let lossAndHead = Intervention(
    name: "loss", summary: "Takes the task's canonical loss and output activation.", noun: "loss",
    blame: .byClues,
    clues: { spec in
      var clues = spec.clues(.lossFormula)
      let loss = spec.gate.plan.loss
      if spec.isClassification, loss != .auto, !loss.isCrossEntropy {
        clues.append(.strong("the loss \(loss.rawValue) is not that of a classification"))
      }
      return clues
    },
    swaps: { spec in
      let lossPath = "training.loss"
      let headPath = "model.output.activation"
      let loss = spec.word(lossPath).flatMap { $0 == "auto" ? nil : $0 }
      let head = spec.word(headPath).flatMap { $0 == "auto" ? nil : $0 }
      var swaps: [Swap] = []
      if let loss {
        swaps.append(
          spec.swap(lossPath, to: "auto", "\(lossPath) \(loss) does not suit this task"))
      }
      if let head {
        swaps.append(
          spec.swap(headPath, to: "auto", "\(headPath) \(head) does not suit the loss"))
      }
      if let loss, head != nil {
        swaps.append(
          Swap(
            edits: [SpecEdit(lossPath, "auto"), SpecEdit(headPath, "auto")],
            cause: "\(lossPath) \(loss) and the output activation do not suit this task"))
      }
      return swaps.isEmpty ? [] : [swaps]
    })
}
