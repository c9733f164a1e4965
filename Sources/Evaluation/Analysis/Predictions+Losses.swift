import Schema

extension Predictions {
  /// The loss of each row, [n]: −ln p(true class), or the squared error.
  public var rowLosses: [Double] {
    task.isClassification ? rowLogLosses(self) : squaredErrors(self)
  }

  /// Where the rows with the greatest losses stand, worst first: what is not a number before all,
  /// equal ones in their order.
  public func worstRows(_ count: Int) -> [Int] {
    let keys = rowLosses.map { $0.isNaN ? Double.infinity : $0 }
    let order = keys.indices.sorted { keys[$0] != keys[$1] ? keys[$0] > keys[$1] : $0 < $1 }
    return Array(order.prefix(count))
  }
}
