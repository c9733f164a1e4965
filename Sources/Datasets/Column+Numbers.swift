internal import LinearAlgebra

extension Column {
  /// The values of the rows with the given ids: numbers as they are, categories as their codes; NaN where
  /// missing.
  public func doubles(at rowIDs: [Int]) -> [Double] {
    switch values {
    case .numbers(let numbers): rowIDs.map { numbers[$0] }
    case .bytes(let bytes): rowIDs.map { Double(bytes[$0]) }
    case .categories(let codes, _): rowIDs.map { codes[$0] < 0 ? .nan : Double(codes[$0]) }
    }
  }
}
