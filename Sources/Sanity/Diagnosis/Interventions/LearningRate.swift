import Findings
import Schema
import Text

extension Intervention {
  static let learningRate = Intervention(
    name: "learning_rate", summary: "Raises or lowers the learning rate by powers of ten.",
    noun: "learning rate", blame: .learningRate,
    speculative: .others { spec in
      let step = 10.0.squareRoot()
      return [spec.rates([1 / step, 0.1, 0.01], "high"), spec.rates([step, 10, 100], "low")]
    },
    isGeometric: true,
    clues: { spec in
      var clues = spec.clues(.curvature, .updateRatio, .stepBudget)
      if let text = spec.gate.unusualRate {
        clues.append(.strong(text))
      } else if let rate = spec.number(.learningRate), rate >= 3 || rate < 1e-6 {
        clues.append(
          .strong("a learning rate of \(NumberFormat.typed(rate)) is far from any usual one"))
      }
      return clues
    },
    candidates: { spec in
      guard spec.gate.isTrainedBySteps else { return [] }
      let down = spec.rates([0.1, 0.01, 1e-3, 1e-4, 1e-5], "high")
      let up = spec.rates([10, 100, 1e3, 1e4, 1e5], "low")
      guard let attempt = spec.trial?.attempt else { return [down, up] }
      if attempt.isDiverged { return [down] }
      return attempt.lossReduction(above: 0) < 0 ? [down, up] : [up, down]
    })
}

extension DiagnosisContext {
  /// Candidates with multiples of the learning rate; none without a learning rate.
  fileprivate func rates(_ factors: [Double], _ size: String) -> [CandidateEdit] {
    let path = SettingPath.learningRate
    guard let rate = number(path) else { return [] }
    return factors.map { candidate(path, to: rate * $0, "\(path) is too \(size)") }
  }
}
