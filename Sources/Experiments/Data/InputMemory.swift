import Datasets
import Diagnostics
import Text

/// The memory that the inputs of a run take at least.
struct InputMemory {
  let inputCount: Int
  /// Rows whose inputs are in memory; 0 where they are in a file.
  let rowCount: Int
  let bytesPerInput: Int
  /// Whether something is fitted by least squares, which multiplies all pairs of inputs.
  let hasSquares: Bool

  var byteCount: Double {
    let inputs = Double(inputCount)
    return inputs * Double(rowCount * bytesPerInput) + (hasSquares ? 8 * inputs * inputs : 0)
  }

  /// **Errors** `DatasetError` for inputs that need more
  func requireFits(in available: Int) throws {
    guard byteCount > Double(available) else { return }
    throw DatasetError(
      [
        Diagnostic(
          id: "data-inputs",
          "the inputs must fit into this machine's memory, \(NumberFormat.bytes(available)); got "
            + "\(NumberFormat.count(inputCount, "input")), which need at least "
            + NumberFormat.bytes(byteCount),
          notes: [
            "to leave out a column, one of many texts first of all: data.features: {COLUMN: drop}"
          ])
      ], isDataInvalid: true)
  }
}
