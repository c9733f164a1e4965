import LinearAlgebra
import Randomness

/// The threads of a training: each sends a part of a batch through the network with a gradient of
/// its own, then adds up all gradients for a range of the parameters, then steps on that range.
///
/// Which rows and which range belong to which thread depends on their number alone, so the same
/// number gives the same bits.
final class BatchTeam<Scalar: BLASScalar> {
  /// How many threads share a step.
  let threadCount: Int
  /// Rows that all threads together send through at a time.
  private let batchSize: Int
  /// How many such passes a step takes at most.
  private let accumulation: Int
  private let network: Network
  private let team: ThreadTeam
  private let members: [Member<Scalar>]

  /// A team for steps on up to `accumulation` times `batchSize` rows, which has memory for
  /// `batchSize` of them, on at most `threadLimit` threads.
  init(_ network: Network, batchSize: Int, accumulation: Int = 1, threadLimit: Int) {
    let wanted = Self.usefulThreadCount(network, batchSize: batchSize, limit: threadLimit)
    let team = ThreadTeam(count: wanted)
    let count = team.count
    self.network = network
    self.team = team
    threadCount = count
    self.batchSize = batchSize
    self.accumulation = accumulation
    members = (0..<count).map { index in
      Member(
        network, rowCapacity: (batchSize + count - 1) / count, ownsGradient: index > 0)
    }
  }

  /// The threads that a step is worth: below some four million operations for each, a few tens of
  /// microseconds, meeting costs more than sharing gains; and at least 16 rows for each.
  static func usefulThreadCount(_ network: Network, batchSize: Int, limit: Int) -> Int {
    let weightCount = network.layers.reduce(0) { $0 + $1.weightCount }
    let operationCount = 6 * weightCount * batchSize
    return max(1, min(limit, operationCount / 4_000_000, batchSize / 16))
  }

  /// Fills `gradient` with the derivative of a batch's loss and penalties by the parameters.
  func replaceGradient(
    _ gradient: inout [Scalar], at parameters: [Scalar], _ batch: TrainingBatch<Scalar>
  ) -> (loss: LossSum, gradientNorm: Double, parameterNorm: Double) {
    parameters.withView { parameters in
      gradient.withMutableView { replaceGradient($0, at: parameters, batch) }
    }
  }

  private func replaceGradient(
    _ gradient: VectorView<Scalar>, at parameters: VectorView<Scalar>,
    _ batch: TrainingBatch<Scalar>
  ) -> (loss: LossSum, gradientNorm: Double, parameterNorm: Double) {
    let positions = batch.rows.positions
    for (pass, start) in passStarts(positions.indices).enumerated() {
      let part = positions[start..<min(start + batchSize, positions.endIndex)]
      if threadCount == 1 {
        members[0].sendThrough(
          batch, part, pass: pass, pass, of: accumulation, parameters, gradient)
      } else {
        team.run(Passing(members, batch, part, pass: pass, of: accumulation, parameters, gradient))
      }
    }
    if threadCount == 1 {
      return (
        members[0].loss, gradient.sumOfSquares.squareRoot(),
        parameters.sumOfSquares.squareRoot()
      )
    }
    team.run(Adding(members, parameters, gradient))
    var loss = LossSum()
    var (gradientSum, parameterSum) = (0.0, 0.0)
    for member in members {
      loss += member.loss
      gradientSum += member.gradientSquares
      parameterSum += member.parameterSquares
    }
    return (loss, gradientSum.squareRoot(), parameterSum.squareRoot())
  }

  private func passStarts(_ rows: Range<Int>) -> StrideTo<Int> {
    stride(from: rows.lowerBound, to: rows.upperBound, by: batchSize)
  }

  /// One step of a rule on all parameters that training changes.
  func step(
    _ rule: any StepRule, _ parameters: inout [Scalar], gradient: [Scalar],
    learningRate: Double, state: inout OptimizerState<Scalar>
  ) {
    parameters.withMutableView { parameters in
      gradient.withView { gradient in
        state.takeStep { first, second, stepNumber in
          let whole = ParameterPart(
            parameters: parameters, gradient: gradient, first: first, second: second)
          if threadCount > 1 {
            team.run(Stepping(threadCount, rule, whole, network, learningRate, stepNumber))
            return
          }
          for range in network.trainedRanges {
            rule.update(whole.part(range), learningRate: learningRate, stepNumber: stepNumber)
          }
        }
      }
    }
  }

  /// The scores of all rows of a batch go to `body`, a part after the other.
  func eachPartForward(
    _ batch: TrainingBatch<Scalar>, _ parameters: VectorView<Scalar>,
    _ body: (MatrixView<Scalar>, ArraySlice<Int>) -> Void
  ) {
    let positions = batch.rows.positions
    for start in passStarts(positions.indices) {
      let pass = start..<min(start + batchSize, positions.endIndex)
      for (index, member) in members.enumerated() {
        let part = positions[share(index, of: threadCount, in: pass)]
        member.pass.gather(part, from: batch.inputs)
        body(member.pass.forward(parameters), part)
      }
    }
  }
}

/// The rows of a step and how their loss is taken.
struct TrainingBatch<Scalar: BLASScalar> {
  let inputs: DenseMatrix<Scalar>
  let targets: Targets
  let rows: LossRows
  let smoothing: Double
  let penalty: Penalty
  /// The stream of dropout for a part of the rows, where there is dropout.
  let dropout: ((_ part: Int, _ partCount: Int) -> CounterBasedGenerator)?
}

/// Part `index` of `count` nearly equal parts of a range.
private func share(_ index: Int, of count: Int, in range: Range<Int>) -> Range<Int> {
  let start = range.lowerBound + range.count * index / count
  let end = range.lowerBound + range.count * (index + 1) / count
  return start..<end
}

/// What one thread has for itself.
///
/// Sendable though unchecked: during a run of the team only the thread it belongs to writes to it,
/// and the others read it only in a later run.
private final class Member<Scalar: BLASScalar>: @unchecked Sendable {
  let pass: NetworkPass<Scalar>
  /// Its part of the gradient; the first member writes to the whole one.
  let ownGradient: VectorView<Scalar>?
  private let workspace: Workspace<Scalar>?
  var loss = LossSum()
  var gradientSquares = 0.0
  var parameterSquares = 0.0

  init(_ network: Network, rowCapacity: Int, ownsGradient: Bool) {
    pass = NetworkPass(network, rowCapacity: rowCapacity)
    let count = network.parameterCount
    workspace = ownsGradient ? Workspace(shapes: [(1, count)]) : nil
    ownGradient = workspace?.matrix(rows: 1, columns: count).asVector
  }

  /// Forward and back for some rows: part `part` of all parts of a step, of which the first also
  /// carries the penalty; the loss and the gradient of later passes are added to the first one's.
  func sendThrough(
    _ batch: TrainingBatch<Scalar>, _ positions: ArraySlice<Int>, pass passIndex: Int,
    _ part: Int, of partCount: Int, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    pass.gather(positions, from: batch.inputs)
    let scores = pass.forward(parameters, dropout: batch.dropout?(part, partCount))
    let rows = LossRows(
      positions: positions, weights: batch.rows.weights, scale: batch.rows.scale)
    let sum = pass.network.head.loss(
      of: scores, gradient: pass.scoreGradient, targets: batch.targets, rows,
      smoothing: batch.smoothing)
    if passIndex == 0 { loss = LossSum() }
    loss += sum
    pass.backward(
      parameters, into: gradient, beta: passIndex == 0 ? 0 : 1,
      afterDropout: batch.dropout != nil)
    if part == 0 { batch.penalty.addGradient(at: parameters, to: gradient, in: pass.network) }
  }
}

// The three works are Sendable though unchecked: the views point to memory that the caller holds
// while the team runs, and each member writes only to what is its own.

private final class Passing<Scalar: BLASScalar>: TeamWork, @unchecked Sendable {
  private let members: [Member<Scalar>]
  private let batch: TrainingBatch<Scalar>
  private let positions: ArraySlice<Int>
  private let pass: Int
  private let passCount: Int
  private let parameters: VectorView<Scalar>
  private let gradient: VectorView<Scalar>

  init(
    _ members: [Member<Scalar>], _ batch: TrainingBatch<Scalar>, _ positions: ArraySlice<Int>,
    pass: Int, of passCount: Int, _ parameters: VectorView<Scalar>,
    _ gradient: VectorView<Scalar>
  ) {
    (self.members, self.batch, self.positions) = (members, batch, positions)
    (self.pass, self.passCount) = (pass, passCount)
    (self.parameters, self.gradient) = (parameters, gradient)
  }

  func perform(member index: Int) {
    let member = members[index]
    let range = share(index, of: members.count, in: positions.indices)
    member.sendThrough(
      batch, positions[range], pass: pass, pass * members.count + index,
      of: passCount * members.count, parameters, member.ownGradient ?? gradient)
  }
}

private final class Adding<Scalar: BLASScalar>: TeamWork, @unchecked Sendable {
  private let members: [Member<Scalar>]
  private let parameters: VectorView<Scalar>
  private let gradient: VectorView<Scalar>

  init(
    _ members: [Member<Scalar>], _ parameters: VectorView<Scalar>,
    _ gradient: VectorView<Scalar>
  ) {
    (self.members, self.parameters, self.gradient) = (members, parameters, gradient)
  }

  func perform(member index: Int) {
    let range = share(index, of: members.count, in: 0..<parameters.count)
    let sum = gradient.vector(at: range.lowerBound, count: range.count)
    var squares = 0.0
    for other in members {
      guard let gradient = other.ownGradient else { continue }
      squares = sum.addGivingSumOfSquares(
        gradient.vector(at: range.lowerBound, count: range.count))
    }
    members[index].gradientSquares = squares
    members[index].parameterSquares =
      parameters.vector(at: range.lowerBound, count: range.count).sumOfSquares
  }
}

private final class Stepping<Scalar: BLASScalar>: TeamWork, @unchecked Sendable {
  private let memberCount: Int
  private let rule: any StepRule
  private let whole: ParameterPart<Scalar>
  private let network: Network
  private let learningRate: Double
  private let stepNumber: Int

  init(
    _ memberCount: Int, _ rule: any StepRule, _ whole: ParameterPart<Scalar>,
    _ network: Network, _ learningRate: Double, _ stepNumber: Int
  ) {
    (self.memberCount, self.rule, self.whole) = (memberCount, rule, whole)
    self.network = network
    (self.learningRate, self.stepNumber) = (learningRate, stepNumber)
  }

  func perform(member index: Int) {
    let own = share(index, of: memberCount, in: 0..<whole.parameters.count)
    for range in network.trainedRanges where range.overlaps(own) {
      rule.update(
        whole.part(range.clamped(to: own)), learningRate: learningRate, stepNumber: stepNumber)
    }
  }
}
