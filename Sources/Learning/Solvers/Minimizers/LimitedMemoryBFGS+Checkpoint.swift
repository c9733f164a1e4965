extension LimitedMemoryBFGS {
  /// Saves the minimization in a checkpoint.
  func save(_ state: MinimizerState, in checkpoint: inout TrainingCheckpoint) {
    checkpoint.save(state.parameters, as: "parameters")
    checkpoint.save(state.gradient, as: "lbfgs_gradient")
    checkpoint.save(
      [state.value, state.gradientNorm, state.initialGradientNorm, state.targetGradientNorm],
      as: "lbfgs_value_and_norms")
    checkpoint.save(pairs.count, as: "lbfgs_pairs")
    for (index, pair) in pairs.enumerated() {
      checkpoint.save(pair.step, as: "lbfgs_step_\(index + 1)")
      checkpoint.save(pair.change, as: "lbfgs_change_\(index + 1)")
    }
  }

  /// Restores the pairs from a checkpoint; returns the state.
  mutating func restore(
    from checkpoint: TrainingCheckpoint
  ) throws(CheckpointError) -> MinimizerState {
    let parameterCount = scales.count
    let numbers: [Double] = try checkpoint.values("lbfgs_value_and_norms", count: 4)
    var state = MinimizerState(
      parameters: try checkpoint.values("parameters", count: parameterCount), value: numbers[0],
      gradient: try checkpoint.values("lbfgs_gradient", count: parameterCount), passCount: 1)
    state.iteration = checkpoint.position.stepsDone
    (state.gradientNorm, state.initialGradientNorm) = (numbers[1], numbers[2])
    state.targetGradientNorm = numbers[3]
    let pairCount = try checkpoint.value(Int.self, named: "lbfgs_pairs")
    guard (0...Self.memory).contains(pairCount) else { throw .doesNotFit("lbfgs_pairs") }
    pairs = []
    for number in 0..<pairCount {
      pairs.append(
        Pair(
          step: try checkpoint.values("lbfgs_step_\(number + 1)", count: parameterCount),
          change: try checkpoint.values("lbfgs_change_\(number + 1)", count: parameterCount)))
    }
    return state
  }
}
