import Learning
import LinearAlgebra
import Schema
import Text

extension Intervention {
  static let intercept = Intervention(
    name: "intercept", summary: "Gives a linear model its constant term.", noun: "intercept",
    blame: .byClues,
    clues: { spec in
      guard spec.lacksIntercept else { return [] }
      switch spec.gate.train.targets {
      case .values(let values):
        let (mean, deviation) = (values.mean, values.standardDeviation)
        guard abs(mean) > 0.3 * deviation else { return [] }
        return [
          .strong(
            "the target's mean is \(NumberFormat.number(mean / max(deviation, .leastNormalMagnitude))) "
              + "standard deviations from 0, and there is no intercept")
        ]
      case .classes(let classes, let classCount):
        let counts = classes.counts(of: classCount)
        let share = Double(counts.max() ?? 0) / Double(max(1, classes.count))
        // With scores of 0 all classes have the same probability.
        guard share * Double(classCount) > 1.25 else { return [] }
        return [
          .strong(
            "the most frequent class has \(NumberFormat.percent(share)) of the rows, and there is "
              + "no intercept")
        ]
      }
    },
    candidates: { spec in
      guard spec.lacksIntercept else { return [] }
      let path = SettingPath.fitIntercept
      return [[spec.candidate(path, to: "true", "\(path) is false, and the target is not centred")]]
    })
}

extension DiagnosisContext {
  fileprivate var lacksIntercept: Bool {
    if case .boolean(false)? = variants.value(at: .fitIntercept) { true } else { false }
  }
}
