import Learning
import Schema
import Text

extension Intervention {
  static let classWeights = Intervention(
    name: "class_weights", summary: "Counts all classes alike.", noun: "class weights",
    blame: .byClues,
    clues: { spec in
      guard case .perClass(let weights) = spec.gate.plan.classWeights,
        let largest = weights.max(), let smallest = weights.min(), largest > 100 * smallest
      else { return [] }
      return [.strong("class weights differ \(NumberFormat.number(largest / smallest))-fold")]
    },
    candidates: { spec in
      guard spec.gate.plan.classWeights != .none else { return [] }
      let path = SettingPath.classWeights
      return [
        [spec.candidate(path, to: "none", "\(path) make the loss of some classes negligible")]
      ]
    })
}
