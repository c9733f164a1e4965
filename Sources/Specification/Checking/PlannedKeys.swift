/// Keys that the language of specs will have and this version has not.
enum PlannedKeys {
  static let paths: Set<String> = [
    "evaluation.costs", "evaluation.must_pass", "evaluation.protected", "evaluation.slices",
    "seeds", "sweep",
  ]

  static func contains(_ path: String) -> Bool { paths.contains(path) }
}
