import Runs
import Schema
import Specification

extension SpecificationRecord {
  /// The spec as it was written, with overrides, and each value of it with its origin.
  init(_ spec: ExperimentSpec) {
    self.init(
      path: spec.path, text: spec.rendered(),
      settings: ResolvedListing.values(of: spec).map { value in
        Setting(
          path: SettingPath(value.path), value: value.yaml, origin: Setting.Origin(value.origin))
      })
  }
}

extension SpecificationRecord.Setting.Origin {
  init(_ origin: Schema.Origin) {
    self =
      switch origin {
      case .spec: .spec
      case .override: .override
      case .fallback: .default
      }
  }
}
