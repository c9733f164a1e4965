import Learning
import LinearAlgebra

extension Matrix {
  /// Columns with mean 0 and (population) standard deviation 1 over the given rows; constant
  /// columns are only centred.
  func standardized(over rows: [Int]? = nil) -> Matrix {
    let rows = rows ?? Array(0..<rowCount)
    let n = Double(rows.count)
    var means = [Double](repeating: 0, count: columnCount)
    for i in rows {
      for j in 0..<columnCount { means[j] += storage[i * columnCount + j] / n }
    }
    var variances = [Double](repeating: 0, count: columnCount)
    for i in rows {
      for j in 0..<columnCount {
        let difference = storage[i * columnCount + j] - means[j]
        variances[j] += difference * difference / n
      }
    }
    var result = self
    for i in 0..<rowCount {
      for j in 0..<columnCount {
        let deviation = variances[j] > 0 ? variances[j].squareRoot() : 1
        result.storage[i * columnCount + j] =
          (storage[i * columnCount + j] - means[j]) / deviation
      }
    }
    return result
  }

  /// Each element times a factor.
  func scaled(by factor: Double) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount, storage: storage.map { $0 * factor })
  }
}

extension DataFolder {
  /// Pixels between 0 and 1 in single precision.
  func pixels(_ name: String) throws -> Inputs {
    .single(try inputs(name).scaled(by: 1 / 255).converted(to: Float.self))
  }
}
