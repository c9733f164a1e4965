import LinearAlgebra
import Randomness

/// The threads of a training. Each sends a part of a batch through the network and back, then takes
/// the derivative by some of each layer's weights over the whole batch, then steps on these weights:
/// the gradient is written once, nobody has one of its own to be added up, and what a thread steps
/// on lies in its own caches.
///
/// Which rows and weights belong to which thread depends on their number alone, so the same
/// number gives the same bits.
final class BatchTeam<Scalar: BLASScalar> {
  /// How many threads share a step.
  let threadCount: Int
  /// Rows that all threads together send through at a time.
  private let batchSize: Int
  /// How many such passes a step takes at most.
  private let accumulation: Int
  private let team: ThreadTeam
  private let memory: NetworkMemory<Scalar>
  private let members: [BatchMember<Scalar>]

  /// A team for steps on up to `accumulation` times `batchSize` rows, which has memory for
  /// `batchSize` of them, on at most `threadLimit` threads.
  init(_ network: Network, batchSize: Int, accumulation: Int = 1, threadLimit: Int) {
    let wanted = Self.usefulThreadCount(network, batchSize: batchSize, limit: threadLimit)
    let team = ThreadTeam(count: wanted)
    let count = team.count
    let memory = NetworkMemory<Scalar>(network, rowCapacity: batchSize)
    self.team = team
    self.memory = memory
    threadCount = count
    self.batchSize = batchSize
    self.accumulation = accumulation
    members = (0..<count).map { index in
      BatchMember(memory, rows: share(index, of: count, in: 0..<batchSize), index: index, of: count)
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
  ) -> (loss: LossSum, gradientNorm: Double) {
    parameters.withView { parameters in
      gradient.withMutableView { gradient in
        let passCount = (batch.rows.positions.count + batchSize - 1) / batchSize
        for pass in 0..<passCount {
          send(
            BatchPart(
              batch: batch, positions: batch.rows.positions.part(pass, size: batchSize),
              pass: pass, passLimit: accumulation, isLast: pass == passCount - 1),
            parameters, gradient)
        }
        var loss = LossSum()
        var squares = 0.0
        for member in members {
          loss += member.loss
          squares += member.gradientSquares
        }
        return (loss, squares.squareRoot())
      }
    }
  }

  /// Sends as many rows through as there is memory for.
  private func send(
    _ part: BatchPart<Scalar>, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    guard threadCount > 1 else {
      return members[0].takeGradient(part, parameters, gradient)
    }
    team.run(Passing(members, part, parameters, gradient))
    team.run(Weighing(members, memory, part, parameters, gradient))
  }

  /// One step of a rule on all parameters that training changes; gives their norm.
  func step(
    _ rule: any StepRule, _ parameters: inout [Scalar], gradient: [Scalar],
    learningRate: Double, state: inout OptimizerState<Scalar>
  ) -> Double {
    parameters.withMutableView { parameters in
      gradient.withView { gradient in
        state.takeStep { first, second, stepNumber in
          let whole = ParameterPart(
            parameters: parameters, gradient: gradient, first: first, second: second)
          let work = Stepping(members, rule, whole, learningRate, stepNumber)
          if threadCount > 1 { team.run(work) } else { work.perform(member: 0) }
        }
      }
    }
    return members.reduce(0) { $0 + $1.parameterSquares }.squareRoot()
  }

  /// The scores of all rows of a batch go to `body`, a part after the other.
  func eachPartForward(
    _ batch: TrainingBatch<Scalar>, _ parameters: VectorView<Scalar>,
    _ body: (MatrixView<Scalar>, ArraySlice<Int>) -> Void
  ) {
    let positions = batch.rows.positions
    for pass in 0..<((positions.count + batchSize - 1) / batchSize) {
      let rows = positions.part(pass, size: batchSize)
      for member in members {
        let part = member.share(of: rows)
        if part.isEmpty { continue }
        member.pass.gather(part, from: batch.inputs)
        body(member.pass.forward(parameters), part)
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

/// The rows of a step and how their loss is taken.
struct TrainingBatch<Scalar: BLASScalar> {
  let inputs: DenseMatrix<Scalar>
  let targets: Targets
  let rows: LossRows
  let smoothing: Double
  let penalty: Penalty
  /// Where there is dropout.
  let dropout: DropoutStreams?
}

/// The random numbers of one step's dropout.
struct DropoutStreams {
  let seed: UInt64
  let epoch: Int
  let step: Int

  /// The stream of a part of the rows, one of `partCount` at most.
  func generator(part: Int, of partCount: Int) -> CounterBasedGenerator {
    CounterBasedGenerator(
      seed: seed, purpose: .dropout, epoch: epoch, step: step * partCount + part)
  }
}
