/// Data sets that Assay knows by name.
struct DataCatalog: Sendable {
  static let standard = DataCatalog()

  /// What to do about a file that is not there.
  func advice(forMissing path: String) -> [String] { [] }
}
