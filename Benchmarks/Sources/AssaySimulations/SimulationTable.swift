/// One question asked of many simulated data sets.
protocol SimulationTable: Sendable {
  /// The word that chooses it on the command line.
  var name: String { get }
  func result(_ options: Options) -> TableResult
}

/// What a table found.
struct TableResult: Sendable {
  /// A section of Markdown with its heading.
  let markdown: String
  /// The cells outside their bounds, a sentence each.
  let broken: [String]
}
