/// Which rows the steps of a training used, as far as one needs to know whether they were always
/// the same.
struct RowTrace: Codable {
  private var first: [Int]?
  private var isConstant = true

  /// Takes the ids of a step's rows.
  mutating func add(_ rowIDs: [Int]) {
    let ids = rowIDs.sorted()
    if let first {
      isConstant = isConstant && ids == first
    } else {
      first = ids
    }
  }

  /// The ids, ascending, when every step used these rows.
  var constantRowIDs: [Int]? { isConstant ? first : nil }
}
