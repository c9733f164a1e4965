import Datasets
import Learning
import LinearAlgebra

/// The affine map from source cells to prepared values: a factor and an offset.
struct PreparationMap: Sendable, Hashable {
  let factor: Double
  let offset: Double
  /// The distance between the prepared values that determined the map.
  let span: Double

  /// nil where no such map holds for all of the pairs, or the cells do not vary.
  ///
  /// Missing cells are left out, since imputed values need not lie on the line.
  init?(cells: [Double], prepared: [Double]) {
    let known = cells.indices.filter { cells[$0].isFinite && prepared[$0].isFinite }
    guard let low = known.min(by: { cells[$0] < cells[$1] }),
      let high = known.max(by: { cells[$0] < cells[$1] }), cells[high] > cells[low]
    else { return nil }
    factor = (prepared[high] - prepared[low]) / (cells[high] - cells[low])
    offset = prepared[low] - factor * cells[low]
    span = abs(prepared[high] - prepared[low])
    guard factor.isFinite, factor != 0,
      known.allSatisfy({ agrees(cell: cells[$0], prepared: prepared[$0]) })
    else { return nil }
  }

  /// Whether a prepared value is the map's value of the cell, up to single precision.
  func agrees(cell: Double, prepared: Double) -> Bool {
    let expected = factor * cell + offset
    return abs(prepared - expected) <= 1e-3 * span + 1e-4 * abs(expected)
  }

  /// The fraction of known cells whose prepared value differs from the map.
  func disagreement(cells: [Double], prepared: [Double]) -> Double {
    var known = 0
    var wrong = 0
    for (cell, value) in zip(cells, prepared) where cell.isFinite && value.isFinite {
      known += 1
      if !agrees(cell: cell, prepared: value) { wrong += 1 }
    }
    return known == 0 ? 0 : Double(wrong) / Double(known)
  }
}

/// Some rows of a split: their prepared inputs and the positions of their source cells.
struct PreparedSample {
  let rowIDs: [Int]
  let inputs: Matrix
  let targets: Targets

  init(_ rows: TrainingSet, limit: Int) {
    let positions = Array(0..<rows.rowCount).evenly(limit)
    rowIDs = positions.map { rows.rowIDs[$0] }
    inputs = rows.inputs.rows(at: positions).matrix(as: Double.self)
    targets = rows.targets.rows(at: positions)
  }
}
