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
      let foldRows = (0..<foldCount).map { fold in
        (
          train: classes.indices.filter { $0 % foldCount != fold },
          heldOut: classes.indices.filter { $0 % foldCount == fold }
        )
      }
      let scaled = foldRows.map { inputs.standardized(over: $0.train) }
      let paths = try LogisticPath.paths(
        over: zip(foldRows, scaled).map { rows, scaled in
          LogisticPath.Fold(
            inputs: scaled.rows(at: rows.train), classes: rows.train.map { classes[$0] },
            penalties: strengths.map { 1 / ($0 * Double(rows.train.count)) })
        }, tolerance: tolerance)
      var accuracies = [Double](repeating: 0, count: count)
      for fold in 0..<foldCount {
        let rows = foldRows[fold].heldOut
        let heldOut = scaled[fold].rows(at: rows)
        for (index, fit) in paths[fold].fits.enumerated() {
          let rightCount = zip(heldOut.times(fit.weights), rows).count { score, row in
            (score + fit.intercept > 0) == (classes[row] == 1)
          }
          accuracies[index] += Double(rightCount) / Double(rows.count * foldCount)
        }
      }
      return accuracies
    }
    return Measurement(
      seconds: seconds, quality: ["best_accuracy": accuracies.max() ?? 0],
      rate: ["fits_s": Double(count * foldCount) / seconds])
  }
}
