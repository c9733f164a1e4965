/// Says when a trial on few rows has fitted them well enough.
struct TargetWatch {
  private let target: StepTarget
  private let isClassification: Bool
  /// Steps in a row with every row right.
  var stepsAllRight = 0

  init(_ target: StepTarget, isClassification: Bool) {
    self.target = target
    self.isClassification = isClassification
  }

  /// Takes the loss and the count of right rows under the present parameters.
  mutating func isReached(loss: Double, rightCount: Int, rowCount: Int) -> Bool {
    let allRight = !isClassification || rightCount == rowCount
    stepsAllRight = allRight ? stepsAllRight + 1 : 0
    if loss <= target.loss, allRight || !target.needsAllRight { return true }
    guard let patientLoss = target.patientLoss else { return false }
    return loss <= patientLoss && stepsAllRight >= target.patientSteps
  }
}
