import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let offset = Threshold(
    "SI21", 0.2, "fraction of the squared error without an intercept that one would remove")
}

extension CheckEntry {
  static let missingIntercept = CheckEntry(
    code: "SI21", title: "an intercept where the target is not centred", stage: .initial,
    worst: .warn,
    summary: "A model without an intercept can reach the target from the inputs alone.",
    formula: "least squares of the target (numbers; classes minus their uniform frequencies, "
      + "two classes as −1 and 1) on the inputs, without and with an intercept: fraction of the "
      + "squared error without that the intercept removes",
    threshold: .offset,
    source: "own; the WRB mutation of DeepCrime; Frisch and Waugh 1933",
    knownFalseAlarms: "curved relations that pass through the origin: it never stops a run",
    cost: "one factorization of at most 256 inputs",
    body: .before { context in
      guard context.isTrainFinite, context.hasUsableClasses, context.train.rowCount >= 10 else {
        return .notApplicable("train values are not usable, or there are fewer than 10 rows")
      }
      guard context.recipe.isConvex, let state = context.initialState,
        !state.problem.layout.tensors.contains(where: { $0.shape.count < 2 })
      else { return .notApplicable("the model has an intercept") }
      guard let share = InterceptGain(context.train)?.share else {
        return .notApplicable(
          "the inputs explain the target fully, or the error cannot be computed")
      }
      guard share > context.limit(.offset) else {
        return .passed("an intercept would remove \(NumberFormat.percent(share))", value: share)
      }
      return Finding(
        verdict: .warning,
        message: "the target is not centred and the model has no intercept: one would remove "
          + "\(NumberFormat.percent(share)) of the squared error",
        value: share,
        causes: ["model.fit_intercept: false, where the target is not centred"],
        remedy: context.task == .regression
          ? "model.fit_intercept: true, or preprocessing.target_scale: standard"
          : "model.fit_intercept: true",
        edits: [SpecEdit(.fitIntercept, "true")])
    })
}

/// The reduction in squared error by an intercept of a linear model.
struct InterceptGain {
  /// Of the squared error without one.
  let share: Double

  /// nil where nothing is left to explain, or there are no more rows than inputs.
  init?(_ train: TrainingSet) {
    let columns = Array(0..<train.inputs.columnCount).evenly(SignalSample.columnLimit)
    let positions = Array(0..<train.rowCount).evenly(SignalSample.rowLimit)
    let n = positions.count
    let inputs = train.inputs.rows(at: positions).matrix(as: Double.self).columns(at: columns)
    guard n > 2 * columns.count else { return nil }
    let targets = train.targets.rows(at: positions).aboutEvenShares
    let ones = Matrix(rowCount: n, columnCount: 1, repeating: 1)
    guard let plain = Self.residual(inputs, targets),
      let bare = Self.residual(inputs, ones)
    else { return nil }
    // The intercept explains what of the residual lies along the residual of the ones
    // (Frisch and Waugh 1933).
    let along = bare.storage.sumOfSquares
    let total = plain.storage.sumOfSquares
    guard total > 1e-12 * Double(n) else { return nil }
    // A column of ones among the inputs is an intercept already.
    guard along > 1e-9 * Double(n) else {
      share = 0
      return
    }
    let k = targets.columnCount
    var gain = 0.0
    for j in 0..<k {
      let dot = (0..<n).reduce(0) { $0 + bare.storage[$1] * plain.storage[$1 * k + j] }
      gain += dot * dot / along
    }
    share = gain / total
  }

  /// Residuals of a linear model through the origin, with a tiny ridge penalty for collinear inputs.
  private static func residual(_ inputs: Matrix, _ targets: Matrix) -> Matrix? {
    var gram = inputs.gram()
    let d = inputs.columnCount
    let trace = (0..<d).reduce(0) { $0 + gram[$1, $1] }
    guard trace > 0, trace.isFinite else { return nil }
    for j in 0..<d { gram.storage[j * d + j] += 1e-9 * trace / Double(d) }
    guard let factor = try? CholeskyFactor(gram) else { return nil }
    let k = targets.columnCount
    let projected = inputs.transposed.product(with: targets)
    var coefficients = Matrix(rowCount: d, columnCount: k)
    for j in 0..<k {
      let solved = factor.solution(of: projected.column(j))
      for i in 0..<d { coefficients[i, j] = solved[i] }
    }
    let fitted = inputs.product(with: coefficients)
    return Matrix(
      rowCount: targets.rowCount, columnCount: k,
      storage: zip(targets.storage, fitted.storage).map { $0 - $1 })
  }
}

extension Targets {
  /// Numbers unchanged; two classes as -1 and 1; more as their indicators minus a uniform frequency.
  fileprivate var aboutEvenShares: Matrix {
    var matrix = indicators
    guard case .classes(_, let classCount) = self else { return matrix }
    for i in matrix.storage.indices {
      matrix.storage[i] =
        classCount <= 2 ? 2 * matrix.storage[i] - 1 : matrix.storage[i] - 1 / Double(classCount)
    }
    return matrix
  }
}
