import Schema

extension TrainingPlan {
  /// Whether a network is trained in double precision: by its setting, or for a line search.
  public var worksInDouble: Bool { precision == .double || optimizer.method.stepRule == nil }

  public func stepsPerEpoch(of rowCount: Int) -> Int {
    let rowsPerStep = rowsPerStep(of: rowCount)
    return max(1, (rowCount + rowsPerStep - 1) / rowsPerStep)
  }

  /// The number of steps in the whole budget.
  public func stepCount(of rowCount: Int) -> Int {
    switch budget {
    case .steps(let count): count
    case .epochs(let count): count * stepsPerEpoch(of: rowCount)
    }
  }

  /// The number of epochs in the whole budget, rounded up.
  public func epochCount(of rowCount: Int) -> Int {
    switch budget {
    case .epochs(let count): count
    case .steps(let count):
      (count + stepsPerEpoch(of: rowCount) - 1) / stepsPerEpoch(of: rowCount)
    }
  }
}
