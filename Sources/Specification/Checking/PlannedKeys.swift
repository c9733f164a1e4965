/// Keys that are planned and not available in this version.
enum PlannedKeys {
  static let paths: Set<String> = ["evaluation.costs", "seeds", "sweep"]

  static func contains(_ path: String) -> Bool { paths.contains(path) }
}
