extension LimitedMemoryBFGS.State {
  func save(in checkpoint: inout TrainingCheckpoint) {
    checkpoint.save(parameters, as: "parameters")
    checkpoint.save(gradient, as: "search_gradient")
    checkpoint.save([value, target], as: "search_value_and_target")
    checkpoint.save(pairs.count, as: "search_pairs")
    for (index, pair) in pairs.enumerated() {
      checkpoint.save(pair.step, as: "search_step_\(index + 1)")
      checkpoint.save(pair.change, as: "search_change_\(index + 1)")
    }
  }

  /// What `keep(in:)` put into a checkpoint.
  init(from checkpoint: TrainingCheckpoint, parameterCount: Int) throws(CheckpointError) {
    let numbers: [Double] = try checkpoint.values("search_value_and_target", count: 2)
    self.init(
      parameters: try checkpoint.values("parameters", count: parameterCount), value: numbers[0],
      gradient: try checkpoint.values("search_gradient", count: parameterCount),
      iteration: checkpoint.position.stepsDone, target: numbers[1])
    let pairCount = try checkpoint.value(Int.self, named: "search_pairs")
    guard (0...LimitedMemoryBFGS.memory).contains(pairCount) else {
      throw .doesNotFit("search_pairs")
    }
    for number in 0..<pairCount {
      pairs.append(
        LimitedMemoryBFGS.Pair(
          step: try checkpoint.values("search_step_\(number + 1)", count: parameterCount),
          change: try checkpoint.values("search_change_\(number + 1)", count: parameterCount)))
    }
  }
}
