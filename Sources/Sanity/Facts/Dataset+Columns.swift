import Datasets
import LinearAlgebra

extension Dataset {
  /// The source columns that the model uses, in the order of the schema.
  var featureColumns: [Column] {
    schema.features.filter { $0.role != .drop }.compactMap { table[$0.name] }
  }
}

extension Column {
  /// The values of the given rows: numbers as they are, categories as their codes; NaN where
  /// missing.
  func doubles(at rows: [Int]) -> [Double] {
    switch values {
    case .numbers(let numbers): rows.map { numbers[$0] }
    case .bytes(let bytes): rows.map { Double(bytes[$0]) }
    case .categories(let codes, _): rows.map { codes[$0] < 0 ? .nan : Double(codes[$0]) }
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
