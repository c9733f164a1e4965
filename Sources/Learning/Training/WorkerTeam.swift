import LinearAlgebra
import Randomness

/// The worker threads of a training. Each computes the forward and backward pass of a part of a batch,
/// then the gradient with respect to some weights of each layer over the whole batch, then updates
/// these weights: there is one gradient, written once, and the weights that a thread updates stay
/// in its caches.
///
/// The rows and weights of each thread depend on the number of threads alone, so that the same number
/// gives the same bits.
final class WorkerTeam<Scalar: BLASScalar> {
  /// Number of worker threads.
  let threadCount: Int
  /// Number of rows that pass through the network at a time.
  private let batchSize: Int
  /// Largest number of such passes in a step.
  private let accumulation: Int
  private let threads: WorkerThreads
  private let memory: NetworkMemory<Scalar>
  private let workers: [BatchWorker<Scalar>]

  /// A team for steps of up to `accumulation` times `batchSize` rows, with memory for `batchSize` of
  /// them, on at most `threadLimit` threads.
  init(_ network: Network, batchSize: Int, accumulation: Int = 1, threadLimit: Int) {
    let wanted = Self.usefulThreadCount(network, batchSize: batchSize, limit: threadLimit)
    let threads = WorkerThreads(count: wanted)
    let count = threads.count
    let memory = NetworkMemory<Scalar>(network, rowCapacity: batchSize)
    self.threads = threads
    self.memory = memory
    threadCount = count
    self.batchSize = batchSize
    self.accumulation = accumulation
    workers = (0..<count).map { index in
      BatchWorker(
        memory, rows: evenPart(index, of: count, in: 0..<batchSize), index: index, of: count)
    }
  }

  /// The number of threads that a step is worth: at least four million operations per thread, a few
  /// tens of microseconds, since synchronization costs more than it gains below; and at least 16 rows.
  static func usefulThreadCount(_ network: Network, batchSize: Int, limit: Int) -> Int {
    let weightCount = network.layers.reduce(0) { $0 + $1.weightCount }
    let operationCount = 6 * weightCount * batchSize
    return max(1, min(limit, operationCount / 4_000_000, batchSize / 16))
  }

  /// Fills `gradient` with the gradient of a batch's loss and penalties.
  func replaceGradient(
    _ gradient: inout [Scalar], at parameters: [Scalar], _ batch: TrainingBatch<Scalar>
  ) -> (loss: LossSum, gradientNorm: Double) {
    parameters.withView { parameters in
      gradient.withMutableView { gradient in
        let passCount = (batch.rows.positions.count + batchSize - 1) / batchSize
        for pass in 0..<passCount {
          compute(
            BatchPart(
              batch: batch, positions: batch.rows.positions.part(pass, size: batchSize),
              pass: pass, passLimit: accumulation, isLast: pass == passCount - 1),
            parameters, gradient)
        }
        var loss = LossSum()
        var squares = 0.0
        for worker in workers {
          loss += worker.loss
          squares += worker.gradientSquares
        }
        return (loss, squares.squareRoot())
      }
    }
  }

  /// Computes the gradient of one part of a batch.
  private func compute(
    _ part: BatchPart<Scalar>, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    guard threadCount > 1 else {
      return workers[0].computeGradient(part, parameters, gradient)
    }
    threads.run(BackpropagationTask(workers, part, parameters, gradient))
    threads.run(WeightGradientTask(workers, memory, part, parameters, gradient))
  }

  /// Updates all trained parameters by one step of a rule; returns their norm.
  func step(
    _ rule: any StepRule, _ parameters: inout [Scalar], gradient: [Scalar],
    learningRate: Double, state: inout OptimizerState<Scalar>
  ) -> Double {
    parameters.withMutableView { parameters in
      gradient.withView { gradient in
        state.takeStep { first, second, stepNumber in
          let whole = ParameterPart(
            parameters: parameters, gradient: gradient, first: first, second: second)
          let task = UpdateTask(workers, rule, whole, learningRate, stepNumber)
          if threadCount > 1 { threads.run(task) } else { task.perform(worker: 0) }
        }
      }
    }
    return workers.reduce(0) { $0 + $1.parameterSquares }.squareRoot()
  }

  /// Calls `body` with the scores of all rows of a batch, one part after the other.
  func eachPartForward(
    _ batch: TrainingBatch<Scalar>, _ parameters: VectorView<Scalar>,
    _ body: (MatrixView<Scalar>, ArraySlice<Int>) -> Void
  ) {
    let positions = batch.rows.positions
    for pass in 0..<((positions.count + batchSize - 1) / batchSize) {
      let rows = positions.part(pass, size: batchSize)
      for worker in workers {
        let part = worker.part(of: rows)
        if part.isEmpty { continue }
        worker.pass.gather(part, from: batch.inputs)
        body(worker.pass.forward(parameters), part)
      }
    }
  }
}

extension ArraySlice<Int> {
  /// Part `index` of parts of `size` elements, the last of which may be shorter.
  fileprivate func part(_ index: Int, size: Int) -> ArraySlice<Int> {
    dropFirst(index * size).prefix(size)
  }
}

/// The rows of a step and the settings of their loss.
struct TrainingBatch<Scalar: BLASScalar> {
  let inputs: DenseMatrix<Scalar>
  let targets: Targets
  let rows: LossRows
  let smoothing: Double
  let penalty: Penalty
  /// Nil without dropout.
  let dropout: DropoutStreams?
}

/// The random streams of one step's dropout.
struct DropoutStreams {
  let seed: UInt64
  let epoch: Int
  let step: Int

  /// The stream of a part of the rows, one of at most `partCount`.
  func generator(part: Int, of partCount: Int) -> CounterBasedGenerator {
    CounterBasedGenerator(
      seed: seed, purpose: .dropout, epoch: epoch, step: step * partCount + part)
  }
}
