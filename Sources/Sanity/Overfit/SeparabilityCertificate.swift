import Foundation
import Learning
import LinearAlgebra
import Text

/// Whether linear scores can separate the rows under any labelling.
///
/// **Source** Cover 1965: n points in general position in a space of r dimensions (the intercept
/// included) have 2 Σ_{k<r} C(n − 1, k) labellings that a hyperplane through the origin separates, all
/// 2ⁿ of them when n ≤ r.
struct SeparabilityCertificate: Hashable {
  let rowCount: Int
  /// Of the inputs with a column of ones.
  let rank: Int

  /// nil when the inputs are not finite.
  init?(of rows: TrainingSet) {
    let inputs = rows.inputs.matrix(as: Double.self)
    let d = inputs.columnCount
    var storage: [Double] = []
    for i in 0..<inputs.rowCount {
      storage += inputs.storage[(i * d)..<((i + 1) * d)]
      storage.append(1)
    }
    let matrix = Matrix(rowCount: inputs.rowCount, columnCount: d + 1, storage: storage)
    guard let factors = try? SingularValueDecomposition(matrix) else { return nil }
    self.init(rowCount: inputs.rowCount, rank: factors.rank)
  }

  init(rowCount: Int, rank: Int) {
    self.rowCount = rowCount
    self.rank = rank
  }

  var isAlwaysSeparable: Bool { rowCount <= rank }

  /// The fraction of all labellings by two classes that can be separated.
  var share: Double {
    guard !isAlwaysSeparable else { return 1 }
    // C(n − 1, k) · 2^(1 − n), summed over k < rank.
    let n = Double(rowCount)
    var sum = 0.0
    for index in 0..<rank {
      let k = Double(index)
      let logChoices: Double = lgamma(n) - lgamma(k + 1) - lgamma(n - k)
      sum += exp(logChoices + (1 - n) * log(2.0))
    }
    return sum
  }

  var text: String {
    let known = "\(NumberFormat.count(rowCount, "row")), rank \(rank) with the intercept: "
    return known
      + (isAlwaysSeparable
        ? "every labelling can be separated"
        : "of two random classes \(NumberFormat.percent(share)) could be separated, so the optimum is "
          + "the measure")
  }
}
