/// Checks whether the training on few rows has reached its target loss.
struct TargetWatch {
  private let target: StepTarget
  private let isClassification: Bool
  /// Number of consecutive steps with all rows correctly classified.
  var stepsAllRight = 0

  init(_ target: StepTarget, isClassification: Bool) {
    self.target = target
    self.isClassification = isClassification
  }

  /// Whether the target is reached, from the loss and the number of correctly classified rows.
  mutating func isReached(loss: Double, rightCount: Int, rowCount: Int) -> Bool {
    let allRight = !isClassification || rightCount == rowCount
    stepsAllRight = allRight ? stepsAllRight + 1 : 0
    if loss <= target.loss, allRight || !target.needsAllRight { return true }
    guard let patientLoss = target.patientLoss else { return false }
    return loss <= patientLoss && stepsAllRight >= target.patientSteps
  }
}
