/// Whether all steps of a training used the same rows, and which.
struct RowTrace: Codable {
  private var first: [Int]?
  private var isConstant = true

  /// Adds the ids of a step's rows.
  mutating func add(_ rowIDs: [Int]) {
    let ids = rowIDs.sorted()
    if let first {
      isConstant = isConstant && ids == first
    } else {
      first = ids
    }
  }

  /// The ids, ascending, if every step used these rows.
  var constantRowIDs: [Int]? { isConstant ? first : nil }
}
