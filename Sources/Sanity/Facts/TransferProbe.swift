import Learning
import LinearAlgebra

/// A ridge regression fitted on train rows, applied to the rows of another split.
struct TransferProbe {
  let sample: SignalSample
  /// Leave-one-out squared errors of train rows, in units of the mean predictor's.
  let trainErrors: [Double]
  /// The mean squared error of the mean predictor on train.
  private let unit: Double

  /// nil where the targets do not vary.
  init?(_ sample: SignalSample) {
    let predictions = sample.ridge.leaveOneOut(sample.targets)
    guard let skill = Skill(predictions: predictions, targets: sample.targets) else { return nil }
    self.sample = sample
    trainErrors = skill.rowErrors
    unit = skill.unit
  }

  /// Squared errors of rows in the same units.
  ///
  /// **Shapes** `inputs` [m, columns of the sample], `targets` [m, k]
  func errors(inputs: Matrix, targets: Matrix) -> [Double] {
    let predicted = predictions(inputs)
    let k = targets.columnCount
    return (0..<targets.rowCount).map { i in
      (0..<k).reduce(0) { sum, j in
        let error = predicted[i, j] - targets.storage[i * k + j]
        return sum + error * error
      } / unit
    }
  }

  func predictions(_ inputs: Matrix) -> Matrix {
    sample.ridge.predictions(of: inputs, from: sample.targets)
  }
}

/// A sample mean with its standard error.
struct MeanEstimate {
  let mean: Double
  let standardError: Double

  init(_ values: [Double]) {
    mean = values.isEmpty ? 0 : values.mean
    standardError = values.isEmpty ? 0 : values.standardError
  }
}
