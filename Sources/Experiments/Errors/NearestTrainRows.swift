import Datasets
import LinearAlgebra

extension PreparedData {
  /// For each row, the train row whose inputs, as the model takes them, are nearest to its own; of
  /// equally near ones the first.
  func nearestTrainRows(to rowIDs: [Int]) throws -> [Int] {
    let blockLength = 4_096
    let inputs = try preprocessing.inputs(of: dataset.table, rowIDs: rowIDs, as: Double.self)
    let trainIDs = dataset.split.train
    var nearest = [(distance: Double, rowID: Int)](
      repeating: (.infinity, trainIDs.first ?? 0), count: rowIDs.count)
    for start in stride(from: 0, to: trainIDs.count, by: blockLength) {
      let block = Array(trainIDs[start..<min(start + blockLength, trainIDs.count)])
      let train = try preprocessing.inputs(of: dataset.table, rowIDs: block, as: Double.self)
      let width = train.columnCount
      let squares = block.indices.map { row in
        train.storage[(row * width)..<((row + 1) * width)].reduce(0) { $0 + $1 * $1 }
      }
      let products = inputs.product(with: train.transposed).storage
      for position in rowIDs.indices {
        for row in block.indices {
          // The square of the row's own inputs is the same for every train row.
          let distance = squares[row] - 2 * products[position * block.count + row]
          if distance < nearest[position].distance { nearest[position] = (distance, block[row]) }
        }
      }
    }
    return nearest.map(\.rowID)
  }
}
