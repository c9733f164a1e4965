import Datasets
import Findings
import Schema
import Text

extension Intervention {
  static let inputScale = Intervention(
    name: "scale", summary: "Standardizes the inputs.", noun: "scale", blame: .byClues,
    speculative: .candidates,
    changesScale: true,
    clues: { spec in
      let (largest, smallest) = (spec.inputs.largest, spec.inputs.smallest)
      if largest > 100 || largest < 0.01 {
        return [.strong("the largest input is about \(NumberFormat.number(largest)) in size")]
      }
      if largest / smallest > 100 {
        return [.strong("inputs differ \(NumberFormat.number(largest / smallest))-fold in size")]
      }
      // Values near a limit add up.
      var clues: [Clue] = []
      if largest > 10 {
        clues.append(.weak("the largest input is about \(NumberFormat.number(largest)) in size"))
      }
      if largest / smallest > 10 {
        clues.append(.weak("inputs differ \(NumberFormat.number(largest / smallest))-fold in size"))
      }
      return clues
    },
    candidates: { spec in
      let path = SettingPath.inputScale
      guard let scale = spec.choice(path, as: PreprocessingRequest.Scale.self) else { return [] }
      let size = NumberFormat.number(spec.inputs.largest)
      let cause =
        scale == .none
        ? "\(path) is none, and inputs reach about \(size)"
        : "\(path) is \(scale.rawValue), which leaves inputs of about \(size)"
      // Outliers inflate a standard deviation, but not quartiles.
      let hasFarValues = spec.checks.contains {
        $0.code == CheckEntry.suspiciousScales.code && $0.verdict == .warning
      }
      let choices: [PreprocessingRequest.Scale] =
        hasFarValues ? [.standard, .robust] : [.standard]
      let candidates = choices.filter { $0 != scale }.map {
        spec.candidate(path, to: $0.rawValue, cause)
      }
      return candidates.isEmpty ? [] : [candidates]
    })
}
