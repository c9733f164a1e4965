public import LinearAlgebra
public import Randomness

extension CounterBasedGenerator {
  /// Standard normal numbers.
  public mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }

  /// A matrix of standard normal numbers.
  public mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rowCount: rows, columnCount: columns, storage: normals(rows * columns))
  }
}
