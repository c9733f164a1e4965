import Foundation
import Learning
import LinearAlgebra
import Schema

extension Work {
  /// 100 penalties × 5 folds of logistic regression; row i is held out in fold i mod 5.
  static let penaltySweep = Work(
    name: "cv_sweep", summary: "[penalties=100] [tolerance=1e-6] 5 folds of breast_cancer"
  ) { arguments in
    let count = try arguments.integer("penalties", else: 100)
    let tolerance = try arguments.number("tolerance", else: 1e-6)
    let folder = arguments.dataFolder()
    let inputs = try folder.inputs("breast_cancer-569")
    let classes = try folder.classes("breast_cancer-569")
    let strengths = (0..<count).map { pow(10, -4 + 8 * Double($0) / Double(max(1, count - 1))) }
    let foldCount = 5
    let (seconds, accuracies) = try timed {
      var accuracies = [Double](repeating: 0, count: count)
      for fold in 0..<foldCount {
        let trainRows = classes.indices.filter { $0 % foldCount != fold }
        let heldOutRows = classes.indices.filter { $0 % foldCount == fold }
        let scaled = inputs.standardized(over: trainRows)
        let heldOut = scaled.rows(at: heldOutRows)
        let path = try LogisticPath(
          inputs: scaled.rows(at: trainRows), classes: trainRows.map { classes[$0] },
          penalties: strengths.map { 1 / ($0 * Double(trainRows.count)) }, tolerance: tolerance)
        for (index, fit) in path.fits.enumerated() {
          let scores = heldOut.times(fit.weights)
          let rightCount = zip(scores, heldOutRows).count { score, row in
            (score + fit.intercept > 0) == (classes[row] == 1)
          }
          accuracies[index] += Double(rightCount) / Double(heldOutRows.count * foldCount)
        }
      }
      return accuracies
    }
    return Measurement(
      seconds: seconds, quality: ["best_accuracy": accuracies.max() ?? 0],
      rate: ["fits_s": Double(count * foldCount) / seconds])
  }
}
