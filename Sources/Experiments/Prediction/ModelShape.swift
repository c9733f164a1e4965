import Learning
import Memory
import Schema

/// The sizes of a model on given data, from where its parameters lie.
struct ModelShape: Sendable, Hashable {
  /// From the inputs to the outputs: [784, 256, 128, 10].
  let widths: [Int]
  /// Whether training changes each layer.
  let trained: [Bool]
  let parameterCount: Int

  init(_ plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData) {
    let rows = data.train.slice(min(2, data.train.rowCount))
    if let problem = plan.recipe.gradientProblem(on: rows, plan: training) {
      self.init(problem.layout)
    } else {
      // A model that chooses its penalty has no problem before; it is linear.
      let outputs = data.task == .multiclass ? data.classNames.count : 1
      let hasIntercept = plan.modelSettings["fit_intercept"]?.boolean ?? true
      self.init(
        widths: [data.train.inputs.columnCount, outputs], trained: [true],
        parameterCount: (data.train.inputs.columnCount + (hasIntercept ? 1 : 0)) * outputs)
    }
  }

  /// Weights are the tensors of two dimensions, [outputs, inputs].
  init(_ layout: ParameterLayout) {
    let weights = layout.tensors.filter { $0.shape.count == 2 }
    self.init(
      widths: weights.prefix(1).map { $0.shape[1] } + weights.map { $0.shape[0] },
      trained: weights.map(\.isTrained), parameterCount: layout.parameterCount)
  }

  init(widths: [Int], trained: [Bool], parameterCount: Int) {
    self.widths = widths
    self.trained = trained
    self.parameterCount = parameterCount
  }

  var operations: NetworkOperations { NetworkOperations(widths: widths, trained: trained) }
  var inputCount: Int { widths.first ?? 0 }
  var outputCount: Int { widths.last ?? 1 }

  /// The largest layer's inputs and outputs.
  var widest: (inputs: Int, outputs: Int) {
    zip(widths, widths.dropFirst()).map { (inputs: $0.0, outputs: $0.1) }
      .max { $0.inputs * $0.outputs < $1.inputs * $1.outputs } ?? (1, 1)
  }

  /// Whether a training's copies of the parameters (gradient, optimizer, the guard's last ones) leave
  /// half of the memory free.
  var fitsIntoMemory: Bool {
    let copies = 6.0 * Double(parameterCount) * Double(MemoryLayout<Double>.size)
    return copies < 0.5 * Double(MachineMemory.byteCount)
  }
}
