import Datasets

extension Table {
  /// Bytes that the cells take in memory.
  var memoryByteCount: Int {
    columns.reduce(0) { sum, column in
      switch column.values {
      case .numbers(let values): sum + values.count * MemoryLayout<Double>.stride
      case .bytes(let values): sum + values.count
      case .categories(let codes, _): sum + codes.count * MemoryLayout<Int32>.stride
      }
    }
  }
}
