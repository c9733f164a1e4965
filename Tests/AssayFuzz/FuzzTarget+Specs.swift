import Datasets
import Experiments
import Specification

extension FuzzTarget {
  /// A spec, up to its data prepared for training.
  static let spec = FuzzTarget(
    name: "spec", seeds: { try $0.committed("spec") },
    read: { _, _ in
      try plans(path: Workshop.input, overrides: [])
    })

  /// One override in each line.
  static let overrides = FuzzTarget(
    name: "overrides", seeds: { try $0.committed("overrides") },
    read: { bytes, _ in
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      try plans(path: "tiny.yaml", overrides: lines.map(String.init))
    })

  private static func plans(path: String, overrides: [String]) throws {
    let reader = SpecificationReader(shape: experimentShape)
    for spec in try reader.sweep(path: path, overrides: overrides).prefix(3) {
      _ = ResolvedListing.text(of: spec)
      let plan = try ExperimentPlan(spec)
      // A table that would be kept is written where the spec says.
      guard plan.request.cache == nil else { continue }
      _ = try PreparedData(plan, DatasetLoader().load(plan.request))
    }
  }
}
