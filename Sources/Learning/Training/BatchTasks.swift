import LinearAlgebra

// The parallel tasks of a team's workers. They are values, so that a step allocates nothing. They are
// unchecked Sendable: the views point to memory that the caller holds while the team runs, and each
// worker writes only to its own part.

/// The forward and backward pass of each worker's rows.
struct BackpropagationTask<Scalar: BLASScalar>: WorkerTask, @unchecked Sendable {
  private let workers: [BatchWorker<Scalar>]
  private let part: BatchPart<Scalar>
  private let parameters: VectorView<Scalar>
  private let gradient: VectorView<Scalar>

  init(
    _ workers: [BatchWorker<Scalar>], _ part: BatchPart<Scalar>,
    _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    (self.workers, self.part) = (workers, part)
    (self.parameters, self.gradient) = (parameters, gradient)
  }

  func perform(worker index: Int) {
    workers[index].backpropagate(part, index: index, of: workers.count, parameters, gradient)
  }
}

/// The gradient with respect to each worker's weights, those of some outputs of each layer, over all
/// rows.
struct WeightGradientTask<Scalar: BLASScalar>: WorkerTask, @unchecked Sendable {
  private let workers: [BatchWorker<Scalar>]
  private let memory: NetworkMemory<Scalar>
  private let part: BatchPart<Scalar>
  private let parameters: VectorView<Scalar>
  private let gradient: VectorView<Scalar>

  /// Number of weights in one product: small enough to stay in the cache until their squares are
  /// added up, but with enough outputs for an efficient product.
  private static var blockSize: Int { 65_536 }
  private static var leastOutputs: Int { 32 }

  init(
    _ workers: [BatchWorker<Scalar>], _ memory: NetworkMemory<Scalar>,
    _ part: BatchPart<Scalar>, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    (self.workers, self.memory, self.part) = (workers, memory, part)
    (self.parameters, self.gradient) = (parameters, gradient)
  }

  func perform(worker index: Int) {
    let rowCount = part.positions.count
    var squares = 0.0
    for (position, layer) in memory.network.layers.enumerated() where layer.isTrained {
      let inputs = memory.inputs(of: position, rowCount, part.hasDropout)
      let outputGradient = memory.gradients[position].prefix(rowCount)
      let own = evenPart(index, of: workers.count, in: 0..<layer.outputCount)
      let most = max(Self.leastOutputs, Self.blockSize / layer.inputCount)
      let blockCount = max(1, own.count / most)
      for number in 0..<blockCount {
        let outputs = evenPart(number, of: blockCount, in: own)
        layer.addWeightGradient(
          by: outputGradient, on: inputs, outputs: outputs, to: gradient, beta: part.beta)
        let block = layer.weight(in: gradient).rows(outputs).asVector
        if part.pass == 0 {
          part.batch.penalty.addGradient(
            at: layer.weight(in: parameters).rows(outputs).asVector, to: block)
        }
        if part.isLast { squares += block.sumOfSquares }
      }
      if part.isLast, let bias = layer.bias(in: gradient) {
        squares += bias.vector(at: own.lowerBound, count: own.count).sumOfSquares
      }
    }
    if part.isLast, index == 0, memory.network.normalizes { squares += addNormalizationSums() }
    workers[index].gradientSquares = squares
  }

  /// Adds the workers' gradient sums of layer normalization; returns the sum of their squares.
  private func addNormalizationSums() -> Double {
    var squares = 0.0
    for layer in memory.network.layers where layer.isTrained {
      squares += addNormalizationSums(at: layer.gainOffset, layer.outputCount)
      squares += addNormalizationSums(at: layer.shiftOffset, layer.outputCount)
    }
    return squares
  }

  private func addNormalizationSums(at offset: Int?, _ count: Int) -> Double {
    guard let offset else { return 0 }
    let sums = gradient.vector(at: offset, count: count)
    for worker in workers {
      if let own = worker.ownSums { sums.add(own.vector(at: offset, count: count), times: 1) }
    }
    return sums.sumOfSquares
  }
}

/// The update of each worker's parameters and the sum of their squares.
struct UpdateTask<Scalar: BLASScalar>: WorkerTask, @unchecked Sendable {
  private let workers: [BatchWorker<Scalar>]
  private let rule: any StepRule
  private let whole: ParameterPart<Scalar>
  private let learningRate: Double
  private let stepNumber: Int

  /// Number of parameters updated at a time: they and their buffers stay in the caches.
  private static var blockSize: Int { 2048 }

  init(
    _ workers: [BatchWorker<Scalar>], _ rule: any StepRule, _ whole: ParameterPart<Scalar>,
    _ learningRate: Double, _ stepNumber: Int
  ) {
    (self.workers, self.rule, self.whole) = (workers, rule, whole)
    (self.learningRate, self.stepNumber) = (learningRate, stepNumber)
  }

  func perform(worker index: Int) {
    var squares = 0.0
    for range in workers[index].trainedRanges {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize) {
        let block = whole.part(start..<min(start + Self.blockSize, range.upperBound))
        rule.update(block, learningRate: learningRate, stepNumber: stepNumber)
        squares += block.parameters.sumOfSquares
      }
    }
    workers[index].parameterSquares = squares
  }
}
