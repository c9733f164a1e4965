import Learning
import Schema
import Text

extension Intervention {
  static let optimizerSettings = Intervention(
    name: "optimizer_settings",
    summary: "Resets momentum and similar settings to their defaults, one at a time.",
    noun: "momentum", blame: .byClues,
    clues: { spec in
      spec.unusualOptimizerSettings.compactMap { setting in
        let isExtreme: Bool
        switch setting.name {
        case "momentum", "beta1": isExtreme = setting.value > 0.98
        case "beta2", "rho", "decay": isExtreme = setting.value < 0.8 || setting.value > 0.99999
        case "epsilon": isExtreme = setting.value > 1e-3
        default: isExtreme = setting.value > 100 * max(setting.standard, 1e-12)
        }
        let text =
          "\(setting.name) is \(NumberFormat.typed(setting.value)), "
          + "by default \(NumberFormat.typed(setting.standard))"
        return isExtreme ? .strong(text) : nil
      }
    },
    candidates: { spec in
      spec.unusualOptimizerSettings.map { setting in
        let path = "training.optimizer.\(setting.name)"
        let size = setting.value > setting.standard ? "high" : "low"
        return [
          spec.candidate(path, to: NumberFormat.typed(setting.standard), "\(path) is too \(size)")
        ]
      }
    })
}

extension DiagnosisContext {
  /// Numeric optimizer settings other than rate and weight decay that differ from their defaults.
  fileprivate var unusualOptimizerSettings: [(name: String, value: Double, standard: Double)] {
    guard gate.isTrainedBySteps, let kind = string("training.optimizer.kind"),
      let entry = optimizerCatalog[kind]
    else { return [] }
    return entry.fields.compactMap { field in
      guard !["learning_rate", "weight_decay"].contains(field.name),
        case .value(let fallback) = field.fallback,
        let value = number("training.optimizer.\(field.name)")
      else { return nil }
      let standard: Double
      switch fallback {
      case .number(let number): standard = number
      case .integer(let integer): standard = Double(integer)
      default: return nil
      }
      return value == standard ? nil : (field.name, value, standard)
    }
  }
}
