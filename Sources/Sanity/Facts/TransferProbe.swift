import Learning
import LinearAlgebra

/// A ridge regression fitted on train rows, asked of another part's rows.
struct TransferProbe {
  let sample: SignalSample
  /// Squared errors of train rows, each foretold by the others, in units of the constant's.
  let trainErrors: [Double]
  /// The mean squared error of the best constant on train.
  private let unit: Double

  /// nil where the targets do not vary.
  init?(_ sample: SignalSample) {
    let foretold = sample.ridge.foretold(sample.targets)
    guard let skill = Skill(foretold: foretold, targets: sample.targets) else { return nil }
    self.sample = sample
    trainErrors = skill.rowErrors
    unit = skill.unit
  }

  /// Squared errors of rows in the same units.
  ///
  /// **Shapes** `inputs` [m, columns of the sample], `targets` [m, k]
  func errors(inputs: Matrix, targets: Matrix) -> [Double] {
    let foretold = foretold(inputs)
    let k = targets.columnCount
    return (0..<targets.rowCount).map { i in
      (0..<k).reduce(0) { sum, j in
        let error = foretold[i, j] - targets.storage[i * k + j]
        return sum + error * error
      } / unit
    }
  }

  func foretold(_ inputs: Matrix) -> Matrix {
    sample.ridge.foretold(of: inputs, from: sample.targets)
  }
}

/// A sample mean with its standard error.
struct MeanEstimate {
  let mean: Double
  let standardError: Double

  init(_ values: [Double]) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / max(1, n)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = (squares / max(1, n - 1) / max(1, n)).squareRoot()
  }
}
