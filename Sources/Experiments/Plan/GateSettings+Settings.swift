import Findings
import Sanity
import Schema

extension GateSettings {
  /// The `sanity` section of a spec.
  init(_ settings: Settings) {
    let overfit = settings.nested("overfit")
    self.init(
      thresholds: Dictionary(
        uniqueKeysWithValues: settings.nested("thresholds").entries.map {
          (CheckCode(rawValue: $0.key), $0.value.number)
        }),
      overfitRows: overfit.optionalInteger("rows"),
      overfitSteps: overfit.optionalInteger("steps"),
      overfitTarget: overfit.optionalNumber("target"),
      waived: Dictionary(
        uniqueKeysWithValues: settings.nested("waive").entries.map {
          (CheckCode(rawValue: $0.key), $0.value.string)
        }))
  }
}
