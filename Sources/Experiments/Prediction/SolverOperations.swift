import Schema

/// The floating-point operations of a linear model's solver, by the shape of its problem: n rows, d
/// inputs, k weight vectors.
///
/// The leading terms of the textbook algorithms (Golub and Van Loan, Matrix Computations, 4th
/// edition, sections 4.2, 5.2 and 8.6); what is a hundredth of them is left out.
struct SolverOperations: Sendable, Hashable {
  /// Done once.
  let setUp: Double
  /// Done in each iteration: one value and derivative, and what the method adds to them.
  let iteration: Double

  /// - Parameters:
  ///   - solver: As a solve's report names it: "newton".
  ///   - outputCount: One weight vector for each.
  init(
    solver: String, task: PredictionTask, rowCount: Int, inputCount: Int, outputCount: Int
  ) {
    let (n, d, k) = (Double(rowCount), Double(inputCount), Double(outputCount))
    let cube = d * d * d
    // Scores and derivative: two products of the rows with k vectors.
    let pass = 4 * n * d * k
    switch (solver, task.isClassification) {
    case ("qr", _):
      (setUp, iteration) = (2 * n * d * d - 2 * cube / 3, 0)
    case ("svd", _):
      (setUp, iteration) = (2 * n * d * d + 11 * cube, 0)
    case ("coordinate_descent", false):
      // Sweeps over the Gram matrix: each weight's change is added to all derivatives.
      (setUp, iteration) = (Self.gram(n, d), 2 * d * d)
    case (_, false):
      (setUp, iteration) = (Self.gram(n, d) + cube / 3 + pass, 0)
    case ("newton", true), ("coordinate_descent", true):
      // A block of second derivatives for each pair of classes, half of which mirror the others.
      let blocks = Self.gram(n, d) * k * (k + 1) / 2
      let factor = solver == "newton" ? cube * k * k * k / 3 : 0
      (setUp, iteration) = (0, pass + blocks + factor)
    case ("lbfgs", true), ("newton_cg", true):
      // The bound on the curvature, from at most 16 rows for each input, and its factor.
      (setUp, iteration) = (Self.gram(min(n, 16 * d), d) + cube / 3, pass)
    default:
      (setUp, iteration) = (0, pass)
    }
  }

  /// The d·(d + 1) / 2 products of columns of n numbers that are different.
  private static func gram(_ n: Double, _ d: Double) -> Double { n * d * (d + 1) }
}
