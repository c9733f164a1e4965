import LinearAlgebra

/// What early stopping has seen so far.
struct EarlyStoppingState<Scalar: BLASScalar> {
  private let rule: EarlyStopping
  private var best: (value: Double, epoch: Int, parameters: [Scalar])?

  init(_ rule: EarlyStopping) { self.rule = rule }

  /// Takes the metric after an epoch and says whether to stop; a value that is not a number is
  /// never an improvement.
  mutating func shouldStop(after epoch: Int, value: Double, parameters: [Scalar]) -> Bool {
    let isBetter =
      best.map { rule.metric.isHigherBetter ? value > $0.value : value < $0.value }
      ?? !value.isNaN
    if isBetter {
      best = (value, epoch, parameters)
      return false
    }
    return epoch - (best?.epoch ?? 0) >= rule.patience
  }

  var bestEpoch: Int? { best?.epoch }
  var bestParameters: [Scalar]? { best?.parameters }
}
