import Learning

extension Intervention {
  /// For convex models alone: others are tried without penalties in the first place.
  static let penalties = Intervention(
    name: "regularization", summary: "Weakens the penalties on the weights.",
    noun: "regularization", blame: .byClues,
    clues: { spec in
      guard spec.gate.recipe.isConvex, spec.gate.isTrainedBySteps else { return [] }
      let rate = spec.gate.plan.optimizer.learningRate
      return Self.penaltyPaths.compactMap { path in
        guard let strength = spec.number(path), path.hasSuffix("l2"), rate * strength >= 1 else {
          return nil
        }
        return .strong(
          "learning rate times \(path) is \(Wording.number(rate * strength)): "
            + "a step overshoots the penalty's own minimum from 2 on")
      }
    },
    swaps: { spec in
      guard spec.gate.recipe.isConvex else { return [] }
      return Self.penaltyPaths.compactMap { path in
        guard let strength = spec.number(path), strength > 0 else { return nil }
        return [0.1, 0.01, 1e-3, 1e-4].map {
          spec.swap(path, to: strength * $0, "\(path) is too strong for the steps taken")
        }
      }
    })

  private static let penaltyPaths = ["model.l2", "model.l1", "training.l2", "training.l1"]
}
