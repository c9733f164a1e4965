import Schema
import Text

extension Intervention {
  static let gradientClipping = Intervention(
    name: "clip_norm", summary: "Clips gradients far less.", noun: "clipping", blame: .byClues,
    speculative: .candidates,
    clues: { spec in
      guard let clip = spec.number(.clipNorm), let norm = spec.initialGradientNorm,
        norm.isFinite, clip < 0.05 * norm
      else { return [] }
      return [
        .strong(
          "the initial gradient norm is \(NumberFormat.number(norm / clip)) times clip_norm")
      ]
    },
    candidates: { spec in
      let path = SettingPath.clipNorm
      guard let clip = spec.number(path) else { return [] }
      let choices = [1.0, 10, 100].filter { $0 > clip }
      return [choices.map { spec.candidate(path, to: $0, "\(path) clips every step") }]
    })
}
