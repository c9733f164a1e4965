import LinearAlgebra

/// As many rows of a step as are sent through at a time.
struct BatchPart<Scalar: BLASScalar> {
  let batch: TrainingBatch<Scalar>
  let positions: ArraySlice<Int>
  /// Which of the step's parts it is, from 0, and how many a step may have.
  let pass: Int
  let passLimit: Int
  let isLast: Bool

  /// The first part replaces the gradient, later ones add to it.
  var beta: Scalar { pass == 0 ? 0 : 1 }
  var hasDropout: Bool { batch.dropout != nil }
}

/// What one thread of a training has for itself.
///
/// Sendable though unchecked: during a run of the team only the thread it belongs to writes to it,
/// and the others read it only in a later run.
final class BatchMember<Scalar: BLASScalar>: @unchecked Sendable {
  let pass: NetworkPass<Scalar>
  /// Where the sums that belong to normalisations go; the first member's go to the gradient.
  let ownSums: VectorView<Scalar>?
  private(set) var loss = LossSum()
  var gradientSquares = 0.0
  var parameterSquares = 0.0
  /// The parameters it steps on.
  let trainedRanges: [Range<Int>]
  private let rows: Range<Int>
  private let head: OutputHead
  private let workspace: Workspace<Scalar>?

  /// The member that has some rows of the memory, one of `memberCount`.
  init(_ memory: NetworkMemory<Scalar>, rows: Range<Int>, index: Int, of memberCount: Int) {
    self.rows = rows
    trainedRanges = memory.network.trainedRanges(of: index, of: memberCount)
    head = memory.network.head
    pass = NetworkPass(memory, rows: rows)
    let count = memory.network.normalizes ? memory.network.parameterCount : 0
    workspace = index == 0 ? nil : Workspace(shapes: [(1, count)])
    ownSums = workspace?.matrix(rows: 1, columns: count).asVector
  }

  /// Its share of some rows: those that go to its rows of the memory.
  func share(of positions: ArraySlice<Int>) -> ArraySlice<Int> {
    positions.dropFirst(rows.lowerBound).prefix(rows.count)
  }

  /// Its rows forward, and back as far as it goes without the derivatives by the weights.
  func sendThrough(
    _ part: BatchPart<Scalar>, index: Int, of memberCount: Int,
    _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    sendForward(part, index: index, of: memberCount, parameters)
    pass.backwardThroughLayers(
      parameters, sums: ownSums ?? gradient, beta: part.beta, afterDropout: part.hasDropout)
  }

  /// All that there is to do where there are no other members.
  func takeGradient(
    _ part: BatchPart<Scalar>, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    sendForward(part, index: 0, of: 1, parameters)
    pass.backward(parameters, into: gradient, beta: part.beta, afterDropout: part.hasDropout)
    if part.pass == 0, !part.batch.penalty.isZero {
      part.batch.penalty.addGradient(at: parameters, to: gradient, in: pass.network)
    }
    if part.isLast { gradientSquares = gradient.sumOfSquares }
  }

  private func sendForward(
    _ part: BatchPart<Scalar>, index: Int, of memberCount: Int, _ parameters: VectorView<Scalar>
  ) {
    let batch = part.batch
    let positions = share(of: part.positions)
    pass.gather(positions, from: batch.inputs)
    let scores = pass.forward(
      parameters,
      dropout: batch.dropout?.generator(
        part: part.pass * memberCount + index, of: part.passLimit * memberCount))
    if part.pass == 0 { loss = LossSum() }
    loss += head.loss(
      of: scores, gradient: pass.scoreGradient, targets: batch.targets,
      LossRows(positions: positions, weights: batch.rows.weights, scale: batch.rows.scale),
      smoothing: batch.smoothing)
  }
}
