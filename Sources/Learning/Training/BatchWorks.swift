import LinearAlgebra

// What the members of a team do at the same time: values that live as long as the run, so that a
// step allocates nothing. They are Sendable though unchecked: the views point to memory that the
// caller holds while the team runs, and each member writes only to what is its own.

/// Each member sends its rows through the network and back.
struct Passing<Scalar: BLASScalar>: TeamWork, @unchecked Sendable {
  private let members: [BatchMember<Scalar>]
  private let part: BatchPart<Scalar>
  private let parameters: VectorView<Scalar>
  private let gradient: VectorView<Scalar>

  init(
    _ members: [BatchMember<Scalar>], _ part: BatchPart<Scalar>,
    _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    (self.members, self.part) = (members, part)
    (self.parameters, self.gradient) = (parameters, gradient)
  }

  func perform(member index: Int) {
    members[index].sendThrough(part, index: index, of: members.count, parameters, gradient)
  }
}

/// Each member takes the derivative by the weights of some outputs of each layer over all rows.
struct Weighing<Scalar: BLASScalar>: TeamWork, @unchecked Sendable {
  private let members: [BatchMember<Scalar>]
  private let memory: NetworkMemory<Scalar>
  private let part: BatchPart<Scalar>
  private let parameters: VectorView<Scalar>
  private let gradient: VectorView<Scalar>

  /// Weights that are taken in one product: what it writes stays in the cache until its squares are
  /// added up. Of no fewer outputs than a product in tiles needs.
  private static var blockSize: Int { 65_536 }
  private static var leastOutputs: Int { 32 }

  init(
    _ members: [BatchMember<Scalar>], _ memory: NetworkMemory<Scalar>,
    _ part: BatchPart<Scalar>, _ parameters: VectorView<Scalar>, _ gradient: VectorView<Scalar>
  ) {
    (self.members, self.memory, self.part) = (members, memory, part)
    (self.parameters, self.gradient) = (parameters, gradient)
  }

  func perform(member index: Int) {
    let rowCount = part.positions.count
    var squares = 0.0
    for (position, layer) in memory.network.layers.enumerated() where layer.isTrained {
      let inputs = memory.inputs(of: position, rowCount, part.hasDropout)
      let slopes = memory.gradients[position].prefix(rowCount)
      let own = share(index, of: members.count, in: 0..<layer.outputCount)
      let most = max(Self.leastOutputs, Self.blockSize / layer.inputCount)
      let blockCount = max(1, own.count / most)
      for number in 0..<blockCount {
        let outputs = share(number, of: blockCount, in: own)
        layer.addMapGradient(
          by: slopes, on: inputs, outputs: outputs, to: gradient, beta: part.beta)
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
    if part.isLast, index == 0, memory.network.normalizes { squares += addOtherSums() }
    members[index].gradientSquares = squares
  }

  /// Brings together what belongs to normalisations; gives its squares.
  private func addOtherSums() -> Double {
    var squares = 0.0
    for layer in memory.network.layers where layer.isTrained {
      squares += addOtherSums(at: layer.gainOffset, layer.outputCount)
      squares += addOtherSums(at: layer.shiftOffset, layer.outputCount)
    }
    return squares
  }

  private func addOtherSums(at offset: Int?, _ count: Int) -> Double {
    guard let offset else { return 0 }
    let sums = gradient.vector(at: offset, count: count)
    for member in members {
      if let own = member.ownSums { sums.add(own.vector(at: offset, count: count), times: 1) }
    }
    return sums.sumOfSquares
  }
}

/// Each member steps on its parameters, and adds up their squares while they are at hand.
struct Stepping<Scalar: BLASScalar>: TeamWork, @unchecked Sendable {
  private let members: [BatchMember<Scalar>]
  private let rule: any StepRule
  private let whole: ParameterPart<Scalar>
  private let learningRate: Double
  private let stepNumber: Int

  /// Parameters that are stepped on at a time: they and their buffers stay in the near caches.
  private static var blockSize: Int { 2048 }

  init(
    _ members: [BatchMember<Scalar>], _ rule: any StepRule, _ whole: ParameterPart<Scalar>,
    _ learningRate: Double, _ stepNumber: Int
  ) {
    (self.members, self.rule, self.whole) = (members, rule, whole)
    (self.learningRate, self.stepNumber) = (learningRate, stepNumber)
  }

  func perform(member index: Int) {
    var squares = 0.0
    for range in members[index].trainedRanges {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize) {
        let block = whole.part(start..<min(start + Self.blockSize, range.upperBound))
        rule.update(block, learningRate: learningRate, stepNumber: stepNumber)
        squares += block.parameters.sumOfSquares
      }
    }
    members[index].parameterSquares = squares
  }
}
