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
        let isExtreme =
          setting.field.usual.map { !$0.contains(setting.value) }
          ?? (setting.value > 100 * max(setting.standard, 1e-12))
        let text =
          "\(setting.field.name) is \(NumberFormat.typed(setting.value)), "
          + "by default \(NumberFormat.typed(setting.standard))"
        return isExtreme ? .strong(text) : nil
      }
    },
    candidates: { spec in
      spec.unusualOptimizerSettings.map { setting in
        let path = SettingPath.optimizer.appending(setting.field.name)
        let size = setting.value > setting.standard ? "high" : "low"
        return [
          spec.candidate(path, to: NumberFormat.typed(setting.standard), "\(path) is too \(size)")
        ]
      }
    })
}

extension DiagnosisContext {
  /// Numeric optimizer settings other than rate and weight decay that differ from their defaults.
  fileprivate var unusualOptimizerSettings: [(field: Field, value: Double, standard: Double)] {
    guard gate.isTrainedBySteps, let entry = optimizerCatalog[gate.plan.optimizer.kind] else {
      return []
    }
    return entry.fields.compactMap { field in
      let path = SettingPath.optimizer.appending(field.name)
      guard path != .learningRate, path != .weightDecay,
        case .value(let fallback) = field.fallback, let value = number(path)
      else { return nil }
      let standard: Double
      switch fallback {
      case .number(let number): standard = number
      case .integer(let integer): standard = Double(integer)
      default: return nil
      }
      return value == standard ? nil : (field, value, standard)
    }
  }
}
