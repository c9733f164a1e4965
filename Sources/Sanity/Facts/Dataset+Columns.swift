import Datasets
import LinearAlgebra

extension Dataset {
  /// The source columns that the model uses, in the order of the schema.
  var featureColumns: [Column] {
    schema.features.filter { $0.role != .drop }.compactMap { table[$0.name] }
  }
}

extension Column {
  /// The values of the rows with the given ids: numbers as they are, categories as their codes; NaN where
  /// missing.
  func doubles(at rowIDs: [Int]) -> [Double] {
    switch values {
    case .numbers(let numbers): rowIDs.map { numbers[$0] }
    case .bytes(let bytes): rowIDs.map { Double(bytes[$0]) }
    case .categories(let codes, _): rowIDs.map { codes[$0] < 0 ? .nan : Double(codes[$0]) }
    }
  }
}

extension Array {
  /// At most `count` elements, evenly chosen, in order.
  func evenly(_ count: Int) -> [Element] {
    guard self.count > count, count > 0 else { return count > 0 ? self : [] }
    return (0..<count).map { self[$0 * self.count / count] }
  }
}
