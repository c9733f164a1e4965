import Findings
import Learning
import Schema

extension Intervention {
  static let activation = Intervention(
    name: "activation", summary: "Replaces a rectifying activation by tanh, and others by relu.",
    noun: "activation", blame: .byClues,
    clues: { spec in
      var clues = spec.clues(.saturatedUnits, .gradientRatio)
      guard let layers = spec.hidden, let activation = spec.gate.recipe.network?.activation else {
        return []
      }
      switch activation {
      case .softmax: clues.append(.strong("a softmax between layers leaves almost no signal"))
      case .identity:
        clues.append(.strong("layers without a function between them are one linear layer"))
      case .sigmoid where layers.count > 2:
        clues.append(.strong("\(layers.count) layers of sigmoids shrink gradients layer by layer"))
      default: break
      }
      return clues
    },
    candidates: { spec in
      let path = SettingPath.activation
      guard spec.hidden != nil, let activation = spec.gate.recipe.network?.activation else {
        return []
      }
      let choices: [Activation] =
        activation.isRectifier ? [.tanh] : [.relu, .tanh].filter { $0 != activation }
      return [
        choices.map {
          spec.candidate(path, to: $0.name, "\(path) \(activation) does not let this network learn")
        }
      ]
    })
}
