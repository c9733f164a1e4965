import Learning
import LinearAlgebra

/// A value of the prepared rows that is infinite or NaN.
struct NotFinite: Hashable {
  enum Place: Hashable {
    case input(Int)
    case target
    case weight
  }

  /// The position among the rows, not the id.
  let row: Int
  let place: Place
  let value: Double

  /// The first value that is not finite, row by row through the inputs, then targets, weights.
  static func first(in rows: TrainingSet) -> NotFinite? {
    all(in: rows, limit: 1).first
  }

  /// At most `limit` such values.
  static func all(in rows: TrainingSet, limit: Int) -> [NotFinite] {
    var found: [NotFinite] =
      switch rows.inputs {
      case .single(let matrix): inputs(of: matrix, limit: limit)
      case .double(let matrix): inputs(of: matrix, limit: limit)
      }
    if case .values(let values) = rows.targets {
      for (row, value) in values.enumerated() where !value.isFinite {
        found.append(NotFinite(row: row, place: .target, value: value))
      }
    }
    for (row, weight) in (rows.weights ?? []).enumerated() where !weight.isFinite {
      found.append(NotFinite(row: row, place: .weight, value: weight))
    }
    return Array(found.prefix(limit))
  }

  private static func inputs<Scalar: BLASScalar>(
    of matrix: DenseMatrix<Scalar>, limit: Int
  ) -> [NotFinite] {
    // x - x is 0 for every finite x and NaN otherwise, and NaN != 0: a count that vectorises.
    var count = 0
    for x in matrix.storage { count &+= (x - x == 0) ? 0 : 1 }
    guard count > 0 else { return [] }
    var found: [NotFinite] = []
    for (position, x) in matrix.storage.enumerated() where !x.isFinite {
      let (row, column) = position.quotientAndRemainder(dividingBy: matrix.columnCount)
      found.append(NotFinite(row: row, place: .input(column), value: Double(x)))
      if found.count == limit { break }
    }
    return found
  }
}
