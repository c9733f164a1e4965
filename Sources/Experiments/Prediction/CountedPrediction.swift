import Learning
import LinearAlgebra

/// How long a training takes by its operations alone, where even its beginning would take too long
/// to rehearse: all products at the rate of one of their shape.
struct CountedPrediction {
  /// Operations that are rehearsed without a second thought: well below a second anywhere.
  static let rehearsedOperations = 1e10

  /// Seconds for so many operations of products with these inner shapes.
  static func seconds(_ operations: Double, rowCount: Int, inputCount: Int, outputCount: Int)
    -> Double
  {
    let limit = 1_024
    let rate = MachineRates.products(
      m: max(1, min(rowCount, limit)), n: max(1, min(outputCount, limit)),
      k: max(1, min(inputCount, limit)), as: Float.self)
    return operations / rate
  }
}
