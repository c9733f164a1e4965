import Datasets
import Learning
import LinearAlgebra
import Schema
import Text

extension Intervention {
  static let targetScale = Intervention(
    name: "target_scale", summary: "Standardizes the target.", noun: "target scale",
    blame: .byClues,
    changesScale: true,
    clues: { spec in
      guard let (mean, deviation) = spec.targetMoments else { return [] }
      if deviation > 30 || deviation < 1.0 / 30 || abs(mean) > 3 * deviation {
        return [
          .strong(
            "targets have mean \(NumberFormat.number(mean)) and standard deviation \(NumberFormat.number(deviation))"
          )
        ]
      }
      var clues: [Clue] = []
      if deviation > 10 || deviation < 0.1 {
        clues.append(.weak("targets have standard deviation \(NumberFormat.number(deviation))"))
      }
      if abs(mean) > deviation {
        clues.append(
          .weak(
            "the mean of the targets is \(NumberFormat.number(mean / deviation)) deviations from 0")
        )
      }
      return clues
    },
    candidates: { spec in
      let path = SettingPath.targetScale
      guard !spec.isClassification,
        let scale = spec.choice(path, as: PreprocessingRequest.TargetScale.self),
        scale != .standard,
        let (mean, deviation) = spec.targetMoments
      else { return [] }
      return [
        [
          spec.candidate(
            path, to: PreprocessingRequest.TargetScale.standard.rawValue,
            "\(path) is \(scale.rawValue), and targets have mean \(NumberFormat.number(mean)) "
              + "and standard deviation \(NumberFormat.number(deviation))")
        ]
      ]
    })
}

extension DiagnosisContext {
  /// Mean and standard deviation of the prepared training targets; nil for classes.
  fileprivate var targetMoments: (mean: Double, deviation: Double)? {
    guard case .values(let values) = gate.train.targets, !values.isEmpty else { return nil }
    return (values.mean, values.standardDeviation)
  }
}
