import LinearAlgebra

/// The rows of a step that pass through the network at a time.
struct BatchPart<Scalar: BLASScalar> {
  let batch: TrainingBatch<Scalar>
  let positions: ArraySlice<Int>
  /// The index of the part in its step, from 0, and the largest number of parts of a step.
  let pass: Int
  let passLimit: Int
  let isLast: Bool

  /// The first part replaces the gradient, later parts add to it.
  var beta: Scalar { pass == 0 ? 0 : 1 }
  var hasDropout: Bool { batch.dropout != nil }
}

/// The state of one worker thread of a training.
///
/// Unchecked Sendable: during a task of the team only its own thread writes to it, and other threads
/// read it only in a later task.
final class BatchWorker<Scalar: BLASScalar>: @unchecked Sendable {
  let pass: NetworkPass<Scalar>
  /// The gradient sums of layer normalization; those of the first worker go to the gradient itself.
  let ownSums: VectorView<Scalar>?
  private(set) var loss = LossSum()
  var gradientSquares = 0.0
  var parameterSquares = 0.0
  /// The parameters that it updates.
  let trainedRanges: [Range<Int>]
  private let rows: Range<Int>
  private let head: OutputHead
  private let workspace: Workspace<Scalar>?

  /// The worker with some rows of the memory, one of `workerCount`.
  init(_ memory: NetworkMemory<Scalar>, rows: Range<Int>, index: Int, of workerCount: Int) {
    self.rows = rows
    trainedRanges = memory.network.trainedRanges(of: index, of: workerCount)
    head = memory.network.head
    pass = NetworkPass(memory, rows: rows)
    let count = memory.network.normalizes ? memory.network.parameterCount : 0
    workspace = index == 0 ? nil : Workspace(shapes: [(1, count)])
    ownSums = workspace?.matrix(rows: 1, columns: count).asVector
  }

  /// Its part of some rows: those that go to its rows of the memory.
  func part(of positions: ArraySlice<Int>) -> ArraySlice<Int> {
    positions.dropFirst(rows.lowerBound).prefix(rows.count)
  }

  /// The forward and backward pass of its rows, without the gradient with respect to the weights.
  func backpropagate(
    _ part: BatchPart<Scalar>, index: Int, of workerCount: Int,
    _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    forward(part, index: index, of: workerCount, parameters)
    pass.backwardThroughLayers(
      parameters, sums: ownSums ?? gradient, beta: part.beta, afterDropout: part.hasDropout)
  }

  /// The whole gradient, for a team of one worker.
  func computeGradient(
    _ part: BatchPart<Scalar>, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    forward(part, index: 0, of: 1, parameters)
    pass.backward(parameters, into: gradient, beta: part.beta, afterDropout: part.hasDropout)
    if part.pass == 0, !part.batch.penalty.isZero {
      part.batch.penalty.addGradient(at: parameters, to: gradient, in: pass.network)
    }
    if part.isLast { gradientSquares = gradient.sumOfSquares }
  }

  private func forward(
    _ part: BatchPart<Scalar>, index: Int, of workerCount: Int, _ parameters: VectorView<Scalar>
  ) {
    let batch = part.batch
    let positions = self.part(of: part.positions)
    pass.gather(positions, from: batch.inputs)
    let scores = pass.forward(
      parameters,
      dropout: batch.dropout?.generator(
        part: part.pass * workerCount + index, of: part.passLimit * workerCount))
    if part.pass == 0 { loss = LossSum() }
    loss += head.loss(
      of: scores, gradient: pass.scoreGradient, targets: batch.targets,
      LossRows(positions: positions, weights: batch.rows.weights, scale: batch.rows.scale),
      smoothing: batch.smoothing)
  }
}
