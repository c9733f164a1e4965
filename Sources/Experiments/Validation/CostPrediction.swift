import Datasets
import Learning
import LinearAlgebra
import Schema
import Specification

/// What a full training will take, from its floating-point operations and from this machine's
/// rate on products of the same shapes.
public struct CostPrediction: Sendable, Encodable {
  public let parameterCount: Int
  public let memoryBytes: Int
  public let trainingSeconds: Double

  /// Seconds around each step that are not products: gathering rows, activations, the optimizer.
  private static let secondsPerStep = 8e-6
  private static let secondsPerParameterStep = 1.2e-9
  /// Evaluations a quasi-Newton solver needs for a penalised convex problem.
  private static let solverEvaluations = 60.0

  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    let rows = data.train.rowCount
    let inputs = data.train.inputs.columnCount
    let outputs = data.task == .multiclass ? data.classNames.count : 1
    let widths = [inputs] + plan.hiddenWidths + [outputs]
    let weights = zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    parameterCount = weights + widths.dropFirst().reduce(0, +)
    let scalarBytes = plan.recipe.precision == .float ? 4 : 8
    let allRows = rows + data.dev.rowCount + data.test.rowCount
    memoryBytes =
      data.dataset.table.memoryByteCount + allRows * inputs * scalarBytes
      + parameterCount * scalarBytes * 4
    trainingSeconds =
      plan.recipe.isConvex
      ? Self.solverSeconds(rows: rows, inputs: inputs, outputs: outputs, task: data.task)
      : Self.networkSeconds(plan, rows: rows, widths: widths, weights: weights)
  }

  private static func networkSeconds(
    _ plan: ExperimentPlan, rows: Int, widths: [Int], weights: Int
  ) -> Double {
    guard rows > 0 else { return 0 }
    let batch = min(plan.batchSize, rows)
    let passes = (plan.rowsPerStep(of: rows) + batch - 1) / batch
    let steps = plan.stepCount(rows: rows)
    let widest = zip(widths, widths.dropFirst()).max { $0.0 * $0.1 < $1.0 * $1.1 } ?? (1, 1)
    let rate = GemmRate.measured(m: batch, n: widest.1, k: widest.0, as: Float.self)
    // Forward, derivative by the weights, derivative by the inputs: two operations each.
    let products = 6 * Double(weights) * Double(batch) / rate
    let other = secondsPerStep + secondsPerParameterStep * Double(weights)
    return Double(steps) * (Double(passes) * products + other)
  }

  private static func solverSeconds(
    rows: Int, inputs: Int, outputs: Int, task: PredictionTask
  ) -> Double {
    guard rows > 0, inputs > 0 else { return 0 }
    if task == .regression {
      let rate = GemmRate.measured(m: inputs, n: inputs, k: min(rows, 2_000), as: Double.self)
      return Double(rows) * Double(inputs) * Double(inputs) / rate
    }
    let rate = GemmRate.measured(m: min(rows, 2_000), n: outputs, k: inputs, as: Double.self)
    return solverEvaluations * 4 * Double(rows) * Double(inputs) * Double(outputs) / rate
  }
}

/// How fast this machine multiplies matrices of a shape.
enum GemmRate {
  /// Floating-point operations a second, measured for some milliseconds.
  static func measured<Scalar: BLASScalar>(
    m: Int, n: Int, k: Int, as type: Scalar.Type, seconds limit: Double = 0.005
  ) -> Double {
    let a = DenseMatrix<Scalar>(rowCount: m, columnCount: k, repeating: 1)
    let b = DenseMatrix<Scalar>(rowCount: k, columnCount: n, repeating: 1)
    let operations = 2 * Double(m) * Double(n) * Double(k)
    var best = Double.infinity
    let began = ContinuousClock.now
    repeat {
      let start = ContinuousClock.now
      let product = a.product(with: b)
      let seconds = (ContinuousClock.now - start).seconds
      if product.rowCount == m { best = min(best, seconds) }
    } while (ContinuousClock.now - began).seconds < limit
    return operations / max(best, 1e-9)
  }
}

extension ExperimentPlan {
  var hiddenWidths: [Int] { spec.settings.nested("model").list("hidden").map(\.integer) }

  var batchSize: Int { training.settings.integer("batch_size") }

  /// Steps of the whole training.
  func stepCount(rows: Int) -> Int {
    if let steps = training.settings.optionalInteger("steps") { return steps }
    let rowsPerStep = rowsPerStep(of: rows)
    return training.settings.integer("epochs") * ((rows + rowsPerStep - 1) / rowsPerStep)
  }

  func rowsPerStep(of rows: Int) -> Int {
    if training.optimizer.method.stepRule == nil { return max(1, rows) }
    return max(1, min(batchSize * training.settings.integer("accumulate"), rows))
  }
}
