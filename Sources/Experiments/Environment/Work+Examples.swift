import Learning
import Runs
import Schema

extension [MachineReport.Work] {
  /// A closed form and an epoch of a network, to see what a machine's rates mean.
  static var examples: [MachineReport.Work] {
    let rows = 200_000
    let columns = 100
    // A Gram matrix of this size is summed in single precision; residuals take a second pass.
    let leastSquares = LinearSolver.cholesky.operations(
      for: .regression, rows: rows, columns: columns, outputs: 1)
    let network = NetworkOperations(widths: [784, 256, 128, 10])
    return [
      MachineReport.Work(
        title: "least squares, 200,000 × 100", operations: leastSquares.setUp,
        precision: .float, bytesRead: Double(2 * rows * columns * MemoryLayout<Double>.size)),
      MachineReport.Work(
        title: "an epoch of a 784-256-128-10 network, 60,000 rows",
        operations: 60_000 * network.step, precision: .float, bytesRead: 0),
    ]
  }
}
