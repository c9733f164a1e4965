public import Schema

/// The size of a training problem.
public struct ProblemSize: Sendable, Hashable {
  public let task: PredictionTask
  public let rowCount: Int
  public let inputCount: Int
  /// Classes, or 1 for regression.
  public let outputCount: Int

  public init(task: PredictionTask, rowCount: Int, inputCount: Int, outputCount: Int) {
    self.task = task
    self.rowCount = rowCount
    self.inputCount = inputCount
    self.outputCount = outputCount
  }
}

extension TrainingSet {
  public var size: ProblemSize {
    ProblemSize(
      task: task, rowCount: rowCount, inputCount: inputs.columnCount, outputCount: outputCount)
  }
}

/// The counted cost of a training: floating-point operations of its matrix products, and memory.
public struct TrainingCost: Sendable, Hashable {
  /// Learned numbers.
  public let parameterCount: Int
  /// Operations before the first iteration; all of them where the solution has a closed form.
  public let setUpOperations: Double
  /// Operations of a step on its batch, or of an iteration on all rows; 0 without iterations.
  public let operationsPerIteration: Double
  /// Operations of a prediction for a row.
  public let operationsPerPrediction: Double
  /// The inputs and outputs of the largest matrix product, which sets its rate.
  public let largestProduct: Product

  public struct Product: Sendable, Hashable {
    public let inputCount: Int
    public let outputCount: Int

    public init(inputCount: Int, outputCount: Int) {
      self.inputCount = inputCount
      self.outputCount = outputCount
    }
  }

  public init(
    parameterCount: Int, setUpOperations: Double = 0, operationsPerIteration: Double,
    operationsPerPrediction: Double, largestProduct: Product
  ) {
    self.parameterCount = parameterCount
    self.setUpOperations = setUpOperations
    self.operationsPerIteration = operationsPerIteration
    self.operationsPerPrediction = operationsPerPrediction
    self.largestProduct = largestProduct
  }
}
