import Findings
import Learning
import Schema
import Text

extension Intervention {
  /// The subset shows it for convex models only: other models are trained without penalties there.
  static let penalties = Intervention(
    name: "regularization", summary: "Weakens the penalties on the weights.",
    noun: "regularization", blame: .byClues, isSeenOnSubset: { $0.gate.recipe.isConvex },
    speculative: .candidates,
    isGeometric: true,
    clues: { spec in
      guard spec.gate.isTrainedBySteps else { return [] }
      let strengths = Self.penaltyPaths.filter { (spec.number($0) ?? 0) > 0 }
      guard !strengths.isEmpty else { return [] }
      guard spec.gate.recipe.isConvex else {
        return spec.clues(.penaltyAgainstLoss, .overfitRegularized)
          + strengths.filter { (spec.number($0) ?? 0) >= 1 }.map {
            .strong("\($0) is \(NumberFormat.number(spec.number($0) ?? 0))")
          }
      }
      let rate = spec.gate.plan.optimizer.learningRate
      let heavy = strengths.filter { Self.squared.contains($0) && (spec.number($0) ?? 0) >= 10 }
        .map { path -> Clue in
          .strong(
            "\(path) of \(NumberFormat.number(spec.number(path) ?? 0)) leaves an input of unit size a "
              + "tenth of its weight or less")
        }
      return heavy
        + Self.penaltyPaths.compactMap { path in
          guard let strength = spec.number(path), Self.squared.contains(path), rate * strength >= 1
          else {
            return nil
          }
          return .strong(
            "learning rate times \(path) is \(NumberFormat.number(rate * strength)): "
              + "a step overshoots the penalty's own minimum from 2 on")
        }
    },
    candidates: { spec in
      Self.penaltyPaths.compactMap { path in
        guard let strength = spec.number(path), strength > 0 else { return nil }
        return [0.1, 0.01, 1e-3, 1e-4, 1e-5].map {
          spec.candidate(path, to: strength * $0, "\(path) is too strong")
        }
      }
    })

  private static let penaltyPaths: [SettingPath] = [.modelL2, .modelL1, .l2, .l1]
  /// The penalties on squares, whose pull grows with the weight.
  private static let squared: Set<SettingPath> = [.modelL2, .l2]
}
