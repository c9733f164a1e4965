import Learning

extension Intervention {
  static let classWeights = Intervention(
    name: "class_weights", summary: "Counts all classes alike.", noun: "class weights",
    blame: .byClues,
    clues: { spec in
      guard case .perClass(let weights) = spec.gate.plan.classWeights,
        let largest = weights.max(), let smallest = weights.min(), largest > 100 * smallest
      else { return [] }
      return [.strong("class weights differ \(Wording.number(largest / smallest))-fold")]
    },
    swaps: { spec in
      guard spec.gate.plan.classWeights != .none else { return [] }
      let path = "training.class_weights"
      return [[spec.swap(path, to: "none", "\(path) drown the loss of some classes")]]
    })
}
