import Findings
import Schema
import Text

extension Intervention {
  static let biases = Intervention(
    name: "bias", summary: "Starts hidden biases at 0 and output biases at the prior.",
    noun: "biases", blame: .byClues,
    clues: { spec in
      var clues = spec.clues(.deadUnits, .outputPrior)
      let bias = spec.number(.biasInitialization) ?? 0
      if abs(bias) >= 2 {
        // Sums into a unit are about √2 in size under the usual initialization.
        clues += spec.clues(.zeroGradients)
        clues.append(.strong("hidden biases are initialized to \(NumberFormat.typed(bias))"))
      } else if bias != 0 {
        clues.append(.weak("hidden biases are initialized to \(NumberFormat.typed(bias))"))
      }
      return clues
    },
    candidates: { spec in
      let hiddenPath = SettingPath.biasInitialization
      let outputPath = SettingPath.outputBiasInitialization
      var rows: [[CandidateEdit]] = []
      if let bias = spec.number(hiddenPath), bias != 0 {
        let effect = bias < 0 ? "so low that units are never active" : "too high"
        rows.append([spec.candidate(hiddenPath, to: "0", "\(hiddenPath) is \(effect)")])
      }
      if spec.hidden != nil, let bias = spec.number(outputPath) {
        rows.append([
          spec.candidate(
            outputPath, to: "prior",
            "\(outputPath) is \(NumberFormat.typed(bias)), far from the prior of the targets")
        ])
      }
      return rows
    })
}
