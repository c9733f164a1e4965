import Datasets

extension Dataset {
  /// The source columns that the model uses, in the order of the schema.
  var featureColumns: [Column] {
    schema.features.filter { $0.role != .drop }.compactMap { table[$0.name] }
  }
}

extension Array {
  /// At most `count` elements, evenly chosen, in order.
  func evenly(_ count: Int) -> [Element] {
    guard self.count > count, count > 0 else { return count > 0 ? self : [] }
    return (0..<count).map { self[$0 * self.count / count] }
  }
}
