import Findings

extension Intervention {
  static let inputScale = Intervention(
    name: "scale", summary: "Standardizes the inputs.", noun: "scale", blame: .byClues,
    unasked: .swaps,
    clues: { spec in
      let (largest, smallest) = (spec.inputs.largest, spec.inputs.smallest)
      if largest > 100 || largest < 0.01 {
        return [.strong("the largest input is about \(Wording.number(largest)) in size")]
      }
      if largest / smallest > 100 {
        return [.strong("inputs differ \(Wording.number(largest / smallest))-fold in size")]
      }
      return largest > 10
        ? [.weak("the largest input is about \(Wording.number(largest)) in size")] : []
    },
    swaps: { spec in
      let path = "preprocessing.scale"
      guard let scale = spec.word(path) else { return [] }
      let size = Wording.number(spec.inputs.largest)
      let cause =
        scale == "none"
        ? "\(path) is none, and inputs reach about \(size)"
        : "\(path) is \(scale), which leaves inputs of about \(size)"
      // Far values blow up a deviation; quartiles do not see them.
      let hasFarValues = spec.checks.contains {
        $0.code == CheckEntry.suspiciousScales.code && $0.verdict == .warning
      }
      let choices = hasFarValues ? ["standard", "robust"] : ["standard"]
      let swaps = choices.filter { $0 != scale }.map { spec.swap(path, to: $0, cause) }
      return swaps.isEmpty ? [] : [swaps]
    })
}
