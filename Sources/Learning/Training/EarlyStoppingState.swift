import LinearAlgebra

/// The state of early stopping: the best epoch so far.
struct EarlyStoppingState<Scalar: BLASScalar> {
  private let rule: EarlyStopping
  private var best: (mark: Mark, parameters: [Scalar])?

  /// The metric of the best epoch.
  private struct Mark: Codable {
    let value: Double
    let epoch: Int
  }

  init(_ rule: EarlyStopping) { self.rule = rule }

  /// Records the metric of an epoch and returns whether to stop; NaN is never an improvement.
  mutating func shouldStop(after epoch: Int, value: Double, parameters: [Scalar]) -> Bool {
    let isBetter =
      best.map { rule.metric.isHigherBetter ? value > $0.mark.value : value < $0.mark.value }
      ?? !value.isNaN
    if isBetter {
      best = (Mark(value: value, epoch: epoch), parameters)
      return false
    }
    return epoch - (best?.mark.epoch ?? 0) >= rule.patience
  }

  var bestEpoch: Int? { best?.mark.epoch }
  var bestParameters: [Scalar]? { best?.parameters }
}

extension EarlyStoppingState {
  func save(in checkpoint: inout TrainingCheckpoint) {
    guard let best else { return }
    checkpoint.save(best.mark, as: Self.markName)
    checkpoint.save(best.parameters, as: Self.parametersName)
  }

  mutating func restore(
    from checkpoint: TrainingCheckpoint, parameterCount: Int
  ) throws(CheckpointError) {
    guard checkpoint.has(Self.markName) else {
      best = nil
      return
    }
    best = (
      try checkpoint.value(Mark.self, named: Self.markName),
      try checkpoint.values(Self.parametersName, count: parameterCount)
    )
  }

  private static var markName: String { "best_epoch" }
  private static var parametersName: String { "best_parameters" }
}
